import type { AggregateData } from '../contract/aggregate.ts';
import { floorSums, lineSums, type Minute, newMinute, newPeriod, type Period, queueSums, zoneSums } from './bucket.ts';
import { Counted, type CountedState } from './counted.ts';
import { holdsAnything, minuteMessages, periodMessages } from './messages.ts';
import type { Plan } from './plan.ts';

export const MINUTE_MS = 60_000;
/**
 * How long a bucket stays open after its end: tracks are linked over gaps 9 s later, whether somebody who left a queue
 * went to a till and who came in together is known 16 s after it happened, a tracker may lag 1 s; two more for what is on
 * its way. The contract allows 30 s.
 */
export const HOLD_MS = 28_000;
/** Nothing lags this far behind what was closed: the clock was set back. */
const SET_BACK_MS = 300_000;

/** A closed bucket's messages. `late`: its bucket was closed before, these numbers come on top. */
export interface Closed {
  messages: AggregateData[];
  late: boolean;
}

/** The book's whole state as plain data. */
export interface BookState {
  minutes: Minute[];
  periods: Period[];
  minutesClosedTo: number;
  periodsClosedTo: number;
  /** Who was already counted where in them. */
  counted: { minutes: CountedState[]; periods: CountedState[] };
}

/** Minutes and heat periods in progress, made at first need and handed out when they are complete. */
export class OpenBuckets {
  private readonly plan: Plan;
  private readonly minutes = new Map<number, Minute>();
  private readonly periods = new Map<number, Period>();
  /** Who was already counted where in a bucket; forgotten with the bucket. */
  private readonly counted = new WeakMap<Minute | Period, Counted>();
  private minutesClosedTo = Number.NEGATIVE_INFINITY;
  private periodsClosedTo = Number.NEGATIVE_INFINITY;

  constructor(plan: Plan) {
    this.plan = plan;
  }

  minute(tMs: number): Minute {
    const startMs = Math.floor(tMs / MINUTE_MS) * MINUTE_MS;
    let minute = this.minutes.get(startMs);
    if (!minute) {
      minute = newMinute(startMs);
      this.minutes.set(startMs, minute);
    }
    return minute;
  }

  period(tMs: number): Period {
    const startMs = Math.floor(tMs / this.plan.heatMs) * this.plan.heatMs;
    let period = this.periods.get(startMs);
    if (!period) {
      period = newPeriod(startMs);
      this.periods.set(startMs, period);
    }
    return period;
  }

  countedIn(bucket: Minute | Period): Counted {
    let counted = this.counted.get(bucket);
    if (!counted) {
      counted = new Counted();
      this.counted.set(bucket, counted);
    }
    return counted;
  }

  /** Cuts a span at the borders of buckets. */
  spread(fromMs: number, toMs: number, lengthMs: number, add: (tMs: number, ms: number) => void): void {
    for (let t = fromMs; t < toMs; ) {
      const end = Math.min(toMs, (Math.floor(t / lengthMs) + 1) * lengthMs);
      add(t, end - t);
      t = end;
    }
  }

  /** Hands out what is complete when all facts before `nowMs` are in. */
  close(nowMs: number): Closed[] {
    return this.closeWhere((endMs) => endMs + HOLD_MS <= nowMs);
  }

  /**
   * The same, but not before one more minute is complete; what came too late for its bucket waits for that as well. Asked
   * at each frame, so what a message holds depends on the facts alone and not on when it is asked.
   */
  closeDue(nowMs: number): Closed[] {
    const completeTo = Math.floor((nowMs - HOLD_MS) / MINUTE_MS) * MINUTE_MS;
    if (Number.isFinite(completeTo) && completeTo < this.minutesClosedTo - SET_BACK_MS) {
      // Else nothing would be handed out until the clock is again where it was, which may take years.
      const rest = this.closeAll();
      this.minutesClosedTo = completeTo;
      this.periodsClosedTo = completeTo;
      return rest;
    }
    return completeTo > this.minutesClosedTo ? this.close(nowMs) : [];
  }

  /** Hands out everything, also buckets in progress: the rest of them adds up with what comes after a new start. */
  closeAll(): Closed[] {
    return this.closeWhere(() => true);
  }

  /** The newest minute in progress, for the live view. */
  current(): Minute | undefined {
    let newest: Minute | undefined;
    for (const minute of this.minutes.values()) if (!newest || minute.startMs > newest.startMs) newest = minute;
    return newest;
  }

  /** What has not been handed out yet. */
  snapshot(): BookState {
    const { minutesClosedTo, periodsClosedTo } = this;
    const minutes = [...this.minutes.values()];
    const periods = [...this.periods.values()];
    const counted = (buckets: (Minute | Period)[]) => buckets.map((bucket) => this.countedIn(bucket).snapshot());
    return {
      minutes,
      periods,
      minutesClosedTo,
      periodsClosedTo,
      counted: { minutes: counted(minutes), periods: counted(periods) },
    };
  }

  /** Goes on from a snapshot (one that went through JSON as well). */
  restore(state: BookState): void {
    state.minutes.forEach((minute, i) => {
      const whole = wholeMinute(minute);
      this.minutes.set(minute.startMs, whole);
      if (state.counted) this.countedIn(whole).restore(state.counted.minutes[i]);
    });
    state.periods.forEach((period, i) => {
      const whole = { ...newPeriod(period.startMs), ...period };
      this.periods.set(period.startMs, whole);
      if (state.counted) this.countedIn(whole).restore(state.counted.periods[i]);
    });
    this.minutesClosedTo = state.minutesClosedTo ?? Number.NEGATIVE_INFINITY;
    this.periodsClosedTo = state.periodsClosedTo ?? Number.NEGATIVE_INFINITY;
  }

  private closeWhere(complete: (endMs: number) => boolean): Closed[] {
    const closed: (Closed & { endMs: number })[] = [];
    const take = <B extends { startMs: number }>(
      buckets: Map<number, B>,
      lengthMs: number,
      closedTo: number,
      messages: (bucket: B, plan: Plan) => AggregateData[],
    ): number => {
      let to = closedTo;
      for (const startMs of [...buckets.keys()].sort((a, b) => a - b)) {
        const bucket = buckets.get(startMs) as B;
        const endMs = startMs + lengthMs;
        if (!complete(endMs)) continue;
        const late = endMs <= closedTo;
        // What comes late adds to what is out: of rows without anything in them there is nothing to add.
        const all = messages(bucket, this.plan);
        closed.push({ messages: late ? all.filter(holdsAnything) : all, late, endMs });
        buckets.delete(startMs);
        to = Math.max(to, endMs);
      }
      return to;
    };
    this.minutesClosedTo = take(this.minutes, MINUTE_MS, this.minutesClosedTo, minuteMessages);
    this.periodsClosedTo = take(this.periods, this.plan.heatMs, this.periodsClosedTo, periodMessages);
    // In the order in which they end, however many are asked for at once: the same facts give the same list.
    return closed.sort((a, b) => a.endMs - b.endMs).map(({ messages, late }) => ({ messages, late }));
  }
}

/** A minute that an earlier version of the software kept may lack sums that came later: they are 0. */
function wholeMinute(kept: Minute): Minute {
  const minute = newMinute(kept.startMs);
  minute.seenMs = kept.seenMs;
  for (const id of Object.keys(kept.lines)) Object.assign(lineSums(minute, id), kept.lines[id]);
  for (const id of Object.keys(kept.zones)) Object.assign(zoneSums(minute, id), kept.zones[id]);
  for (const id of Object.keys(kept.queues ?? {})) Object.assign(queueSums(minute, id), kept.queues[id]);
  for (const id of Object.keys(kept.floors)) Object.assign(floorSums(minute, id), kept.floors[id]);
  return minute;
}
