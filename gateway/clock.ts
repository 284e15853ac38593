import type { Board } from './board.ts';
import type { Store } from './store/store.ts';

/** The time that a store lives in: the wall's, or for a simulated store that of its newest message. */
export class Clocks {
  readonly #newest = new Map<string, number>();
  readonly #board: Board;
  readonly #wall: () => number;

  constructor(board: Board, wall: () => number) {
    this.#board = board;
    this.#wall = wall;
  }

  async load(store: Store, names: Iterable<string>): Promise<void> {
    for (const name of names) {
      const newest = await store.newestMessageMs(name);
      if (newest !== null) this.saw(name, newest);
    }
  }

  /** A message of the store bears this time. */
  saw(store: string, timeMs: number): void {
    if (timeMs > (this.#newest.get(store) ?? 0)) this.#newest.set(store, timeMs);
  }

  kind(store: string): 'wall' | 'simulated' {
    return this.#board.nodesOf(store).some((view) => view.birth?.clock === 'simulated') ? 'simulated' : 'wall';
  }

  now(store: string): number {
    return this.simulated(store) ?? this.#wall();
  }

  /** How far a simulated store has come; undefined where nothing has come of it yet, and of a real one. */
  simulated(store: string): number | undefined {
    return this.kind(store) === 'simulated' ? this.#newest.get(store) : undefined;
  }

  wall = (): number => this.#wall();
}
