import { parseNodeMessage } from '../../models/contract/parse.ts';
import type { Board, NodeView } from '../board.ts';
import type { Clocks } from '../clock.ts';
import type { Metrics } from '../metrics.ts';
import type { NodePatch, Store } from '../store/store.ts';

export interface NodeMessagesOptions {
  store: Store;
  board: Board;
  clocks: Clocks;
  metrics: Metrics;
}

const KINDS = ['state', 'birth', 'health', 'live'] as const;
type Kind = (typeof KINDS)[number];
export const isNodeMessage = (channel: string): channel is Kind => (KINDS as readonly string[]).includes(channel);

/**
 * Takes in what a node says of itself. Returns why a message is none. A retained message is the broker's memory: it
 * tells what the node was, not that it is there.
 */
export async function takeNodeMessage(
  options: NodeMessagesOptions,
  view: NodeView,
  kind: Kind,
  text: string,
  retained: boolean,
): Promise<string | undefined> {
  const { board, clocks, metrics } = options;
  const atMs = clocks.wall();
  const patch: NodePatch = {};
  if (kind === 'state') {
    const parsed = parseNodeMessage('state', text);
    if (!parsed.ok) return parsed.reason;
    view.said = parsed.value.state;
    // The last will is the broker's word, not the node's.
    if (!retained && parsed.value.state === 'online') board.heard(view);
    patch.state = { state: parsed.value.state, atMs: view.lastSeenMs ?? 0 };
  } else if (kind === 'birth') {
    const parsed = parseNodeMessage('birth', text);
    if (!parsed.ok) return parsed.reason;
    view.birth = parsed.value;
    if (!retained) board.heard(view);
    patch.birth = { json: JSON.stringify(parsed.value), atMs: retained ? 0 : atMs };
  } else if (kind === 'health') {
    const parsed = parseNodeMessage('health', text);
    if (!parsed.ok) return parsed.reason;
    view.health = parsed.value;
    if (!retained) board.heard(view);
    metrics.waiting.set({ store: view.store, node: view.node }, parsed.value.outbox.waiting);
    patch.health = { json: JSON.stringify(parsed.value), atMs: retained ? 0 : atMs };
  } else {
    const parsed = parseNodeMessage('live', text);
    if (!parsed.ok) return parsed.reason;
    // No live message is published retained; one that is would show people who are long gone.
    if (retained) return 'a live message must not be retained';
    board.heard(view);
    clocks.saw(view.store, Date.parse(parsed.value.time));
    board.setLive(view, parsed.value);
    return undefined;
  }
  board.announceStates();
  await options.store.updateNode(view.store, view.node, patch);
  return undefined;
}
