import type { NodeName } from './users/node-credentials.ts';

/** What the gateway alone says to a node. */
const FROM_GATEWAY = /^(ack|cmd)(\/|$)/;

const own = ({ store, node }: NodeName): string => `aisle/1/${store}/${node}/`;

/** A node speaks under its own name, and does not answer itself in the gateway's place. */
export function mayPublish(node: NodeName, topic: string): boolean {
  const mine = own(node);
  return topic.startsWith(mine) && !FROM_GATEWAY.test(topic.slice(mine.length));
}

/** A node hears what is said to it. Wildcards stand behind its own name only. */
export const maySubscribe = (node: NodeName, filter: string): boolean => filter.startsWith(own(node));
