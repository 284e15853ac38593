import type { AggregateKind } from './aggregate.ts';
import type { EventKind } from './event.ts';
import { ID_PATTERN } from './ids.ts';

/** What a topic `aisle/1/{store}/{node}/{channel}` says. */
export type Channel =
  | 'state'
  | 'birth'
  | 'health'
  | 'live'
  | 'ack'
  | 'event/alert'
  | `agg/${AggregateKind}`
  | `event/${EventKind}`
  | `cmd/${string}`
  | `rsp/${string}`;

/** Stands for the gateway in the topics of what it says itself. */
export const GATEWAY_NODE = 'gateway';

/** The name that the tills of a store have among its nodes: `aisle/1/{store}/pos/sale`, answered on `…/pos/ack`. */
export const POS_NODE = 'pos';

export interface Topic {
  store: string;
  node: string;
  /** What follows the node, e.g. `agg/heat`. */
  channel: string;
}

export const topicOf = (store: string, node: string, channel: Channel): string => `aisle/1/${store}/${node}/${channel}`;

const TOPIC = /^aisle\/1\/([^/]+)\/([^/]+)\/(.+)$/;
const ID = new RegExp(ID_PATTERN);

/** The parts of a topic of ours; `undefined` for any other. */
export function parseTopic(topic: string): Topic | undefined {
  const match = TOPIC.exec(topic);
  if (!match || !ID.test(match[1]) || !ID.test(match[2])) return undefined;
  return { store: match[1], node: match[2], channel: match[3] };
}
