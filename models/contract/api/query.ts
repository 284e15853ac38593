import Type from 'typebox';
import { Id } from '../ids.ts';
import { strict } from './parts.ts';

export const RangeQuery = Type.Object(
  { from: Type.Optional(Type.String()), to: Type.Optional(Type.String()), floor: Type.Optional(Id) },
  strict,
);
export const BUCKETS = ['minute', 'quarter', 'hour', 'day', 'total'] as const;
export const SeriesQuery = Type.Object(
  { from: Type.Optional(Type.String()), to: Type.Optional(Type.String()), bucket: Type.Optional(Type.Enum(BUCKETS)) },
  strict,
);
export const QueuesQuery = Type.Object({ ...SeriesQuery.properties, zone: Type.Optional(Id) }, strict);
export type BucketSize = (typeof BUCKETS)[number];
