import type { AggregateData } from '../contract/aggregate.ts';
import { histogramBin } from '../contract/histogram.ts';
import {
  floorSums,
  lineSums,
  type Minute,
  newMinute,
  newPeriod,
  type Period,
  queueSums,
  stepSums,
  zoneSums,
} from './bucket.ts';
import { Counted, type CountedState } from './counted.ts';
import { addLook, facingSums } from './facings.ts';
import type { FacingSeen, Facts, Interaction, LeftOut, Sign, WaitEnd } from './facts.ts';
import { holdsAnything, minuteMessages, periodMessages } from './messages.ts';
import type { Plan } from './plan.ts';

const MINUTE_MS = 60_000;
/**
 * How long a bucket stays open after its end: tracks are linked over gaps 9 s later, whether somebody who left a queue
 * went to a till and who came in together is known 16 s after it happened, a tracker may lag 1 s; two more for what is on
 * its way. The contract allows 30 s.
 */
export const HOLD_MS = 28_000;
/** Nothing lags this far behind what was closed: the clock was set back. */
const SET_BACK_MS = 300_000;
/** Gaps between frames above this count as not seen. */
const MAX_GAP_MS = 1000;

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

/** Adds a node's facts up into minutes and heat periods, and hands each out when it is complete. Pure: time is given. */
export class Book implements Facts {
  private readonly plan: Plan;
  private readonly minutes = new Map<number, Minute>();
  private readonly periods = new Map<number, Period>();
  private readonly engagedS: Map<string, number>;
  /** Who was already counted where in a bucket; forgotten with the bucket. */
  private readonly counted = new WeakMap<Minute | Period, Counted>();
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

  onFloor(floor: string, tMs: number, dtS: number, count: number, n: Sign = 1): void {
    const sums = floorSums(this.minute(tMs), floor);
    sums.occupancyS += n * dtS * count;
    if (n > 0) sums.occupancyMax = Math.max(sums.occupancyMax, count);
  }

  balanced(floor: string, tMs: number, dtS: number, people: number, variance: number): void {
    const sums = floorSums(this.minute(tMs), floor);
    sums.insideS += dtS * people;
    sums.insideVarianceS += dtS * variance;
    sums.insideSeenS += dtS;
  }

  leftOut(floor: string, tMs: number, dtS: number, why: LeftOut): void {
    floorSums(this.minute(tMs), floor)[why === 'staff' ? 'staffS' : 'stillS'] += dtS;
  }

  inCell(floor: string, cell: number, tMs: number, dtS: number, person: string, n: Sign = 1): void {
    const period = this.period(tMs);
    period.cells[floor] ??= {};
    period.cells[floor][cell] ??= [0, 0];
    const sums = period.cells[floor][cell];
    sums[0] += n * dtS;
    if (this.countedIn(period).firstTime(n, `${floor} ${cell}`, person)) sums[1] += n;
  }

  stepped(floor: string, cell: number, direction: number, tMs: number, person: string, n: Sign = 1): void {
    const period = this.period(tMs);
    if (!this.countedIn(period).firstTime(n, `${floor} ${cell} ${direction}`, person)) return;
    stepSums(period, floor, cell)[direction] += n;
  }

  inZone(zone: string, tMs: number, dtS: number, count: number, n: Sign = 1): void {
    const sums = zoneSums(this.minute(tMs), zone);
    sums.occupancyS += n * dtS * count;
    if (n > 0) sums.occupancyMax = Math.max(sums.occupancyMax, count);
  }

  visitBegan(zone: string, tMs: number, variance: number, n: Sign = 1): void {
    const sums = zoneSums(this.minute(tMs), zone);
    sums.visits += n;
    // What is taken back has not become surer.
    if (n > 0) sums.visitsVariance += variance;
  }

  visitEnded(zone: string, tMs: number, dwellS: number, censored: boolean, n: Sign = 1): void {
    const sums = zoneSums(this.minute(tMs), zone);
    if (censored) {
      sums.censored += n;
      sums.censoredHistogram[histogramBin(dwellS)] += n;
      return;
    }
    sums.ended += n;
    sums.dwellS += n * dwellS;
    sums.dwellHistogram[histogramBin(dwellS)] += n;
    if (dwellS >= (this.engagedS.get(zone) ?? Number.POSITIVE_INFINITY)) sums.engaged += n;
  }

  moved(from: string, to: string, tMs: number, variance: number, n: Sign = 1): void {
    addPair(this.period(tMs).flows, from, to, variance, n);
  }

  went(from: string, to: string, tMs: number, variance: number, n: Sign = 1): void {
    addPair(this.period(tMs).ends, from, to, variance, n);
  }

  crossed(line: string, direction: 'in' | 'out', tMs: number, variance: number, person: string, n: Sign = 1): void {
    const minute = this.minute(tMs);
    const sums = lineSums(minute, line);
    sums[direction] += n;
    if (n > 0) sums[direction === 'in' ? 'inVariance' : 'outVariance'] += variance;
    if (this.countedIn(minute).firstTime(n, `line ${line}`, person)) sums.visits += n;
  }

  unitCrossed(line: string, direction: 'in' | 'out', tMs: number, n: Sign = 1): void {
    lineSums(this.minute(tMs), line)[direction === 'in' ? 'unitsIn' : 'unitsOut'] += n;
  }

  inQueue(zone: string, tMs: number, dtS: number, length: number, n: Sign = 1): void {
    const sums = queueSums(this.minute(tMs), zone);
    sums.lengthS += n * dtS * length;
    if (n > 0) sums.lengthMax = Math.max(sums.lengthMax, length);
  }

  joined(zone: string, tMs: number, n: Sign = 1): void {
    queueSums(this.minute(tMs), zone).visits += n;
  }

  waited(zone: string, tMs: number, waitS: number, end: WaitEnd, variance: number, n: Sign = 1): void {
    const sums = queueSums(this.minute(tMs), zone);
    sums[end] += n;
    if (end === 'served') {
      sums.waitS += n * waitS;
      sums.waitHistogram[histogramBin(waitS)] += n;
    } else sums.censoredHistogram[histogramBin(waitS)] += n;
    if (end === 'abandoned') sums.abandonedS += n * waitS;
    if (end !== 'cut' && n > 0) sums[`${end}Variance`] += variance;
  }

  served(zone: string, tMs: number, serviceS: number, cut: boolean, n: Sign = 1): void {
    const sums = queueSums(this.minute(tMs), zone);
    if (cut) {
      sums.servicesCut += n;
      return;
    }
    sums.services += n;
    sums.serviceS += n * serviceS;
    sums.serviceHistogram[histogramBin(serviceS)] += n;
  }

  interacted(zone: string, tMs: number, kind: Interaction, n: Sign = 1): void {
    zoneSums(this.minute(tMs), zone)[kind === 'stop' ? 'stops' : 'reaches'] += n;
  }

  facingLooked(shelf: string, facing: string, tMs: number, look: FacingSeen): void {
    addLook(facingSums(this.period(tMs).facings, shelf, facing), tMs, look);
  }

  facingKnown(shelf: string, facing: string, fromMs: number, toMs: number): void {
    this.spread(fromMs, toMs, this.plan.heatMs, (t, ms) => {
      facingSums(this.period(t).facings, shelf, facing).knownMs += ms;
    });
  }

  facingEmpty(shelf: string, facing: string, fromMs: number, toMs: number, n: Sign = 1): void {
    this.spread(fromMs, toMs, this.plan.heatMs, (t, ms) => {
      facingSums(this.period(t).facings, shelf, facing).emptyMs += n * ms;
    });
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

  private countedIn(bucket: Minute | Period): Counted {
    let counted = this.counted.get(bucket);
    if (!counted) {
      counted = new Counted();
      this.counted.set(bucket, counted);
    }
    return counted;
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

function addPair(
  pairs: Record<string, { count: number; variance: number }>,
  from: string,
  to: string,
  variance: number,
  n: Sign,
): void {
  const pair = `${from}>${to}`;
  pairs[pair] ??= { count: 0, variance: 0 };
  pairs[pair].count += n;
  if (n > 0) pairs[pair].variance += variance;
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
