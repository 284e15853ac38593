import type { NodePatch, NodeRow } from './store.ts';
import type { Db } from './tables.ts';

/** Keeps what a node last said of itself. */
export async function updateNode(db: Db, store: string, node: string, patch: NodePatch): Promise<void> {
  const seen = Math.max(...[patch.state, patch.birth, patch.health].map((part) => part?.atMs ?? 0));
  const change = {
    ...(patch.state && { state: patch.state.state }),
    ...(patch.birth && { birth: patch.birth.json }),
    ...(patch.health && { health: patch.health.json }),
    ...(seen > 0 && { last_seen: seen }),
  };
  await db
    .insertInto('nodes')
    .values({ store, node, state: null, last_seen: null, birth: null, health: null, ...change })
    .onConflict((oc) => oc.columns(['store', 'node']).doUpdateSet(change))
    .execute();
}

export async function nodeRows(db: Db): Promise<NodeRow[]> {
  const rows = await db.selectFrom('nodes').selectAll().orderBy('store').orderBy('node').execute();
  return rows.map(({ last_seen, ...row }) => ({ ...row, lastSeenMs: last_seen }));
}
