import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { Problem } from '../../models/contract/api/problem.ts';
import { Id } from '../../models/contract/ids.ts';
import type { ApiContext } from './context.ts';

export type Route = FastifyPluginAsyncTypebox<{ context: ApiContext }>;

export const StoreParams = Type.Object({ store: Id });
export const ZoneParams = Type.Object({ store: Id, zone: Id });

/** Of an answer 204. */
export const Nothing = Type.Null({ description: 'nothing' });

/** The answers that any route under a store may give instead of its own. */
export const problems = { '4xx': Problem, '5xx': Problem } as const;
