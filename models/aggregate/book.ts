import type { AggregateData } from '../contract/aggregate.ts';
import { histogramBin } from '../contract/histogram.ts';
import { lineSums, type Minute, newMinute, newPeriod, type Period, zoneSums } from './bucket.ts';
import type { Facts } from './facts.ts';
import { minuteMessages, periodMessages } from './messages.ts';
import type { Plan } from './plan.ts';

const MINUTE_MS = 60_000;
/**
 * How long a bucket stays open after its end: tracks are linked over gaps 9 s later, an exit is known 5 s after it
 * happened, a tracker may lag 1 s; two more for what is on its way. The contract allows 30 s.
 */
export const HOLD_MS = 17_000;
/** Gaps between frames above this count as not seen. */
export const MAX_GAP_MS = 1000;

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
}

/** Adds a node's facts up into minutes and heat periods, and hands each out when it is complete. Pure: time is given. */
export class Book implements Facts {
  private readonly plan: Plan;
  private readonly minutes = new Map<number, Minute>();
  private readonly periods = new Map<number, Period>();
  private readonly engagedS: Map<string, number>;
  /** Who was already counted where in a bucket; forgotten with the bucket. */
  private readonly counted = new WeakMap<Minute | Period, Set<string>>();
  private minutesClosedTo = Number.NEGATIVE_INFINITY;
  private periodsClosedTo = Number.NEGATIVE_INFINITY;

  constructor(plan: Plan) {
    this.plan = plan;
    this.engagedS = new Map(plan.zones.map((zone) => [zone.id, zone.engagedS]));
  }

  seen(camera: string, fromMs: number, toMs: number): void {
    if (toMs - fromMs > MAX_GAP_MS) return;
    this.spread(fromMs, toMs, MINUTE_MS, (t, ms) => {
      const { seenMs } = this.minute(t);
      seenMs[camera] = (seenMs[camera] ?? 0) + ms;
    });
    this.spread(fromMs, toMs, this.plan.heatMs, (t, ms) => {
      const { seenMs } = this.period(t);
      seenMs[camera] = (seenMs[camera] ?? 0) + ms;
    });
  }

  onFloor(floor: string, tMs: number, dtS: number, count: number): void {
    const { floors } = this.minute(tMs);
    floors[floor] ??= { occupancyS: 0, occupancyMax: 0 };
    floors[floor].occupancyS += dtS * count;
    floors[floor].occupancyMax = Math.max(floors[floor].occupancyMax, count);
  }

  inCell(floor: string, cell: number, tMs: number, dtS: number, person: string): void {
    const period = this.period(tMs);
    period.cells[floor] ??= {};
    period.cells[floor][cell] ??= [0, 0];
    const sums = period.cells[floor][cell];
    sums[0] += dtS;
    if (this.firstTime(period, `${floor} ${cell} ${person}`)) sums[1]++;
  }

  inZone(zone: string, tMs: number, dtS: number, count: number): void {
    const sums = zoneSums(this.minute(tMs), zone);
    sums.occupancyS += dtS * count;
    sums.occupancyMax = Math.max(sums.occupancyMax, count);
  }

  visitBegan(zone: string, tMs: number, variance: number): void {
    const sums = zoneSums(this.minute(tMs), zone);
    sums.visits++;
    sums.visitsVariance += variance;
  }

  visitEnded(zone: string, tMs: number, dwellS: number, censored: boolean): void {
    const sums = zoneSums(this.minute(tMs), zone);
    if (censored) {
      sums.censored++;
      sums.censoredHistogram[histogramBin(dwellS)]++;
      return;
    }
    sums.ended++;
    sums.dwellS += dwellS;
    sums.dwellHistogram[histogramBin(dwellS)]++;
    if (dwellS >= (this.engagedS.get(zone) ?? Number.POSITIVE_INFINITY)) sums.engaged++;
  }

  moved(from: string, to: string, tMs: number, variance: number): void {
    const { flows } = this.period(tMs);
    const pair = `${from}>${to}`;
    flows[pair] ??= { count: 0, variance: 0 };
    flows[pair].count++;
    flows[pair].variance += variance;
  }

  crossed(line: string, direction: 'in' | 'out', tMs: number, variance: number, person: string): void {
    const minute = this.minute(tMs);
    const sums = lineSums(minute, line);
    sums[direction]++;
    sums[direction === 'in' ? 'inVariance' : 'outVariance'] += variance;
    if (this.firstTime(minute, `line ${line} ${person}`)) sums.visits++;
  }

  /** Hands out what is complete when all facts before `nowMs` are in. */
  close(nowMs: number): Closed[] {
    return this.closeWhere((endMs) => endMs + HOLD_MS <= nowMs);
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
    return {
      minutes: [...this.minutes.values()],
      periods: [...this.periods.values()],
      minutesClosedTo,
      periodsClosedTo,
    };
  }

  /** Goes on from a snapshot (one that went through JSON as well). */
  restore(state: BookState): void {
    for (const minute of state.minutes) this.minutes.set(minute.startMs, minute);
    for (const period of state.periods) this.periods.set(period.startMs, period);
    this.minutesClosedTo = state.minutesClosedTo ?? Number.NEGATIVE_INFINITY;
    this.periodsClosedTo = state.periodsClosedTo ?? Number.NEGATIVE_INFINITY;
  }

  private closeWhere(complete: (endMs: number) => boolean): Closed[] {
    const closed: Closed[] = [];
    const take = <B extends { startMs: number }>(
      buckets: Map<number, B>,
      lengthMs: number,
      closedTo: number,
      messages: (bucket: B, plan: Plan) => AggregateData[],
    ): number => {
      let to = closedTo;
      for (const startMs of [...buckets.keys()].sort((a, b) => a - b)) {
        const bucket = buckets.get(startMs) as B;
        if (!complete(startMs + lengthMs)) continue;
        closed.push({ messages: messages(bucket, this.plan), late: startMs + lengthMs <= closedTo });
        buckets.delete(startMs);
        to = Math.max(to, startMs + lengthMs);
      }
      return to;
    };
    this.minutesClosedTo = take(this.minutes, MINUTE_MS, this.minutesClosedTo, minuteMessages);
    this.periodsClosedTo = take(this.periods, this.plan.heatMs, this.periodsClosedTo, periodMessages);
    return closed;
  }

  private minute(tMs: number): Minute {
    const startMs = Math.floor(tMs / MINUTE_MS) * MINUTE_MS;
    let minute = this.minutes.get(startMs);
    if (!minute) {
      minute = newMinute(startMs);
      this.minutes.set(startMs, minute);
    }
    return minute;
  }

  private period(tMs: number): Period {
    const startMs = Math.floor(tMs / this.plan.heatMs) * this.plan.heatMs;
    let period = this.periods.get(startMs);
    if (!period) {
      period = newPeriod(startMs);
      this.periods.set(startMs, period);
    }
    return period;
  }

  private firstTime(bucket: Minute | Period, key: string): boolean {
    let keys = this.counted.get(bucket);
    if (!keys) {
      keys = new Set();
      this.counted.set(bucket, keys);
    }
    if (keys.has(key)) return false;
    keys.add(key);
    return true;
  }

  /** Cuts a span at the borders of buckets. */
  private spread(fromMs: number, toMs: number, lengthMs: number, add: (tMs: number, ms: number) => void): void {
    for (let t = fromMs; t < toMs; ) {
      const end = Math.min(toMs, (Math.floor(t / lengthMs) + 1) * lengthMs);
      add(t, end - t);
      t = end;
    }
  }
}
