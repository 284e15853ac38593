import Type, { type Static } from 'typebox';
import { Alert, LIVE_ALERT_CHANGES } from '../alerts.ts';
import { Id } from '../ids.ts';
import { LiveMessage, StateMessage } from '../node-messages.ts';
import { strict } from './parts.ts';

/** The server-sent events of `/api/v1/live`: the event's name, and the schema of its data. */
export const LiveEvents = {
  live: Type.Object({ store: Id, node: Id, ...LiveMessage.properties }, strict),
  node: Type.Object({ store: Id, node: Id, state: StateMessage.properties.state }, strict),
  stored: Type.Object({ store: Id, kinds: Type.Array(Type.String()) }, strict),
  alert: Type.Object({ store: Id, change: Type.Enum(LIVE_ALERT_CHANGES), alert: Alert }, strict),
} as const;
export type LiveEvent = {
  [K in keyof typeof LiveEvents]: { event: K; data: Static<(typeof LiveEvents)[K]> };
}[keyof typeof LiveEvents];
