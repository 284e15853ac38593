import { parseNodeMessage } from '../models/contract/parse.ts';
import type { LoadedSite } from '../models/host/site-file.ts';
import type { Board } from './board.ts';
import type { Clocks } from './clock.ts';
import type { Store } from './store/store.ts';

/** After a restart: what the nodes last said of themselves, and how far simulated time had come. */
export async function recall(
  store: Store,
  board: Board,
  clocks: Clocks,
  sites: ReadonlyMap<string, LoadedSite>,
): Promise<void> {
  for (const row of await store.nodes()) {
    if (!sites.get(row.store)?.site.nodes.some((node) => node.id === row.node)) continue;
    const view = board.node(row.store, row.node);
    view.lastSeenMs = row.lastSeenMs;
    // A birth of an older form says nothing that we could show.
    const birth = row.birth === null ? undefined : parseNodeMessage('birth', row.birth);
    const health = row.health === null ? undefined : parseNodeMessage('health', row.health);
    view.birth = birth?.ok ? birth.value : null;
    view.health = health?.ok ? health.value : null;
  }
  await clocks.load(store, sites.keys());
}
