import type { Clockwork, Process } from './clockwork.ts';

/** Somebody in the one queue in front of all tills. */
export interface Waiter {
  process: Process;
  /** Given when called. */
  till: number;
}

/** Tills with one common queue, first come first served; how many are open changes through the day. */
export class Tills {
  private readonly clock: Clockwork;
  private readonly busy: boolean[];
  private readonly line: Waiter[] = [];
  private open = 1;

  constructor(clock: Clockwork, count: number) {
    this.clock = clock;
    this.busy = new Array<boolean>(count).fill(false);
  }

  get waiting(): number {
    return this.line.length;
  }

  get openTills(): number {
    return this.open;
  }

  /** From now on so many tills are staffed; one that serves somebody finishes first. */
  staff(count: number): void {
    this.open = Math.max(1, Math.min(this.busy.length, count));
    this.callNext();
  }

  /** Joins the queue; `till` is set at once where one is free, else the process is woken when called. */
  join(process: Process): Waiter {
    const waiter: Waiter = { process, till: -1 };
    const free = this.line.length === 0 ? this.freeTill() : -1;
    if (free >= 0) this.take(waiter, free);
    else this.line.push(waiter);
    return waiter;
  }

  leave(waiter: Waiter): void {
    const at = this.line.indexOf(waiter);
    if (at >= 0) this.line.splice(at, 1);
  }

  release(till: number): void {
    this.busy[till] = false;
    this.callNext();
  }

  private callNext(): void {
    while (this.line.length > 0) {
      const free = this.freeTill();
      if (free < 0) return;
      const waiter = this.line.shift() as Waiter;
      this.take(waiter, free);
      this.clock.wake(waiter.process, this.clock.nowMs);
    }
  }

  private take(waiter: Waiter, till: number): void {
    waiter.till = till;
    this.busy[till] = true;
  }

  private freeTill(): number {
    for (let till = 0; till < this.open; till++) if (!this.busy[till]) return till;
    return -1;
  }
}
