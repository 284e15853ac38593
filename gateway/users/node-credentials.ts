import { ID_PATTERN } from '../../models/contract/ids.ts';
import type { Db } from '../store/tables.ts';
import { hashOf, matches, newSecret } from './secrets.ts';

export interface NodeName {
  store: string;
  node: string;
}

const ONE = ID_PATTERN.slice(1, -1);
const USER = new RegExp(`^(${ONE})\\.(${ONE})$`);

/** What a node calls itself at the broker: no id holds a dot, and a dot means nothing in an address. */
export const brokerUser = ({ store, node }: NodeName): string => `${store}.${node}`;

/** Makes a node's password, which is told once; the one before stops working at the node's next connection. */
export async function makeNodeCredential(db: Db, nowMs: number, { store, node }: NodeName): Promise<string> {
  const secret = newSecret();
  const row = { hash: hashOf(secret), created: nowMs };
  await db
    .insertInto('node_credentials')
    .values({ store, node, ...row })
    .onConflict((oc) => oc.columns(['store', 'node']).doUpdateSet(row))
    .execute();
  return secret;
}

/** The node whose name and password these are; undefined where they are not. */
export async function nodeOf(db: Db, user: string, password: string): Promise<NodeName | undefined> {
  const [, store, node] = USER.exec(user) ?? [];
  if (store === undefined) return undefined;
  const row = await db
    .selectFrom('node_credentials')
    .select('hash')
    .where('store', '=', store)
    .where('node', '=', node)
    .executeTakeFirst();
  return row && matches(password, row.hash) ? { store, node } : undefined;
}

export async function dropNodeCredential(db: Db, { store, node }: NodeName): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('node_credentials')
    .where('store', '=', store)
    .where('node', '=', node)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}
