import Type, { type Static } from 'typebox';
import { Instant } from './ids.ts';

/** Largest message on the wire, in bytes of UTF-8. */
export const MAX_MESSAGE_BYTES = 65536;

/**
 * The frame around every aggregate and event; the names are those of CloudEvents 1.0. `(store, node, epoch, seq)` names
 * a message once and for all: the same key with other content is an alarm.
 */
export const Envelope = Type.Object(
  {
    specversion: Type.Literal('1.0'),
    id: Type.String({ description: 'epoch/seq' }),
    source: Type.String({ description: 'aisle/1/{store}/{node}' }),
    type: Type.String({ description: 'aisle.agg.{kind} or aisle.event.{kind}' }),
    time: Instant,
    dataschema: Type.String(),
    data: Type.Unknown(),
    epoch: Type.String({ pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$' }),
    seq: Type.Integer({ minimum: 1 }),
    late: Type.Boolean({ description: 'the bucket was published before; this adds to it' }),
    siteRevision: Type.String(),
  },
  { additionalProperties: false },
);
export type Envelope = Static<typeof Envelope>;

export const schemaName = (family: 'agg' | 'event', kind: string): string => `aisle:1:${family}:${kind}`;
