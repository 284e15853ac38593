/**
 * A clockwork of processes (process-interaction simulation, as in Simula): a generator yields the moment at which it wants
 * to go on. Equal moments go on in the order in which they were asked for, so that a run never depends on chance.
 */
export type Life = Generator<number, void, void>;

export class Process {
  readonly life: Life;
  /** Grows with each resumption: a moment asked for before that is void. */
  turn = 0;

  constructor(life: Life) {
    this.life = life;
  }
}

interface Appointment {
  tMs: number;
  order: number;
  process: Process;
  turn: number;
}

export class Clockwork {
  private readonly heap: Appointment[] = [];
  private order = 0;
  nowMs = 0;
  current: Process | undefined;

  spawn(life: Life, tMs: number): Process {
    const process = new Process(life);
    this.wake(process, tMs);
    return process;
  }

  /** Has a process go on at that moment instead of when it asked for. */
  wake(process: Process, tMs: number): void {
    process.turn++;
    this.push({ tMs, order: this.order++, process, turn: process.turn });
  }

  /** Runs until nobody has anything to do before that moment. */
  runUntil(endMs: number): void {
    for (;;) {
      const next = this.heap[0];
      if (!next || next.tMs >= endMs) break;
      this.pop();
      const { process } = next;
      if (next.turn !== process.turn) continue;
      this.nowMs = next.tMs;
      this.current = process;
      const { value, done } = process.life.next();
      this.current = undefined;
      if (done || next.turn !== process.turn) continue;
      this.wake(process, value as number);
    }
    this.nowMs = endMs;
  }

  private push(item: Appointment): void {
    const { heap } = this;
    let i = heap.push(item) - 1;
    while (i > 0) {
      const up = (i - 1) >> 1;
      if (!before(item, heap[up])) break;
      heap[i] = heap[up];
      i = up;
    }
    heap[i] = item;
  }

  private pop(): void {
    const { heap } = this;
    const item = heap.pop() as Appointment;
    if (heap.length === 0) return;
    let i = 0;
    for (;;) {
      let down = 2 * i + 1;
      if (down >= heap.length) break;
      if (down + 1 < heap.length && before(heap[down + 1], heap[down])) down++;
      if (!before(heap[down], item)) break;
      heap[i] = heap[down];
      i = down;
    }
    heap[i] = item;
  }
}

const before = (a: Appointment, b: Appointment): boolean => a.tMs < b.tMs || (a.tMs === b.tMs && a.order < b.order);
