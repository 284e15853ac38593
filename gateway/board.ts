import type { LiveEvent } from '../models/contract/api/live.ts';
import type { BirthMessage, HealthMessage, LiveMessage, StateMessage } from '../models/contract/node-messages.ts';

/** A node that has not been heard for longer is not there, whatever a retained message says. */
const STALE_MS = 20_000;

/** What the gateway knows of a node right now. */
export interface NodeView {
  store: string;
  node: string;
  /** What the node, or its last will, said last. */
  said: StateMessage['state'];
  /** When a message came that the broker had not merely kept for us; 0 for never. */
  heardMs: number;
  lastSeenMs: number | null;
  birth: BirthMessage | null;
  health: HealthMessage | null;
  live: LiveMessage | null;
  liveAtMs: number;
}

type Listener = (event: LiveEvent) => void;

/** The live state of all nodes, and who wants to hear of changes. Nothing here is stored. */
export class Board {
  readonly #nodes = new Map<string, NodeView>();
  readonly #listeners = new Set<Listener>();
  readonly #shown = new Map<string, StateMessage['state']>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  node(store: string, node: string): NodeView {
    const name = `${store}/${node}`;
    let view = this.#nodes.get(name);
    if (!view) {
      const nothing = { birth: null, health: null, live: null, lastSeenMs: null };
      view = { store, node, said: 'offline', heardMs: 0, liveAtMs: 0, ...nothing };
      this.#nodes.set(name, view);
    }
    return view;
  }

  nodesOf(store: string): NodeView[] {
    return [...this.#nodes.values()].filter((view) => view.store === store);
  }

  /** Online only when the node says so and was heard within STALE_MS. */
  stateOf(view: NodeView): StateMessage['state'] {
    return view.said === 'online' && this.#now() - view.heardMs <= STALE_MS ? 'online' : 'offline';
  }

  isFresh = (view: NodeView): boolean => view.live !== null && this.#now() - view.liveAtMs <= STALE_MS;

  /** A message of the node itself has just come. */
  heard(view: NodeView): void {
    view.heardMs = this.#now();
    view.lastSeenMs = view.heardMs;
  }

  setLive(view: NodeView, live: LiveMessage): void {
    view.live = live;
    view.liveAtMs = this.#now();
    this.emit({ event: 'live', data: { store: view.store, node: view.node, ...live } });
  }

  /** Tells the listeners of nodes that came or went since the last call. */
  announceStates(): void {
    for (const [name, view] of this.#nodes) {
      const state = this.stateOf(view);
      if (this.#shown.get(name) === state) continue;
      this.#shown.set(name, state);
      this.emit({ event: 'node', data: { store: view.store, node: view.node, state } });
    }
  }

  emit(event: LiveEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  /** Returns what ends the listening. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
