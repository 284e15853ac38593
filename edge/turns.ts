interface Waiting {
  tMs: number;
  go: () => void;
}

/**
 * Lets the recordings of a node take turns in the order of their frames' times, so that what they tell one book comes
 * in the same order on every run. Who has the turn keeps it until it asks for the next one or leaves.
 */
export class Turns {
  private readonly members = new Set<string>();
  private readonly waiting = new Map<string, Waiting>();

  /** Once it is aborted nobody waits any more. */
  constructor(signal: AbortSignal) {
    signal.addEventListener('abort', () => {
      this.members.clear();
      for (const { go } of this.waiting.values()) go();
      this.waiting.clear();
    });
  }

  /** From now on the others wait for this one. */
  join(id: string): void {
    this.members.add(id);
  }

  leave(id: string): void {
    this.members.delete(id);
    this.pass();
  }

  /** Resolves when no other member has a frame before `tMs`. */
  async take(id: string, tMs: number): Promise<void> {
    if (!this.members.has(id) || this.members.size === 1) return;
    await new Promise<void>((go) => {
      this.waiting.set(id, { tMs, go });
      this.pass();
    });
  }

  /** When all are waiting, the earliest goes; of two at the same time, the first by name. */
  private pass(): void {
    if (this.waiting.size === 0 || this.waiting.size < this.members.size) return;
    let first: [string, Waiting] | undefined;
    for (const [id, one] of this.waiting) {
      if (!first || one.tMs < first[1].tMs || (one.tMs === first[1].tMs && id < first[0])) first = [id, one];
    }
    if (!first) return;
    this.waiting.delete(first[0]);
    first[1].go();
  }
}
