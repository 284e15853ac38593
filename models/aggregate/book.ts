import { histogramBin } from '../contract/histogram.ts';
import { floorSums, lineSums, type Minute, queueSums, stepSums, zoneSums } from './bucket.ts';
import { addLook, facingSums } from './facings.ts';
import type { FacingSeen, Facts, Interaction, LeftOut, Sign, WaitEnd } from './facts.ts';
import { type BookState, type Closed, MINUTE_MS, OpenBuckets } from './open-buckets.ts';
import type { Plan } from './plan.ts';

/** Gaps between frames above this count as not seen. */
const MAX_GAP_MS = 1000;

/** Adds a node's facts up into minutes and heat periods, and hands each out when it is complete. Pure: time is given. */
export class Book implements Facts {
  private readonly plan: Plan;
  private readonly open: OpenBuckets;
  private readonly engagedS: Map<string, number>;

  constructor(plan: Plan) {
    this.plan = plan;
    this.open = new OpenBuckets(plan);
    this.engagedS = new Map(plan.zones.map((zone) => [zone.id, zone.engagedS]));
  }

  seen(camera: string, fromMs: number, toMs: number): void {
    if (toMs - fromMs > MAX_GAP_MS) return;
    this.open.spread(fromMs, toMs, MINUTE_MS, (t, ms) => {
      const { seenMs } = this.open.minute(t);
      seenMs[camera] = (seenMs[camera] ?? 0) + ms;
    });
    this.open.spread(fromMs, toMs, this.plan.heatMs, (t, ms) => {
      const { seenMs } = this.open.period(t);
      seenMs[camera] = (seenMs[camera] ?? 0) + ms;
    });
  }

  onFloor(floor: string, tMs: number, dtS: number, count: number, n: Sign = 1): void {
    const sums = floorSums(this.open.minute(tMs), floor);
    sums.occupancyS += n * dtS * count;
    if (n > 0) sums.occupancyMax = Math.max(sums.occupancyMax, count);
  }

  balanced(floor: string, tMs: number, dtS: number, people: number, variance: number): void {
    const sums = floorSums(this.open.minute(tMs), floor);
    sums.insideS += dtS * people;
    sums.insideVarianceS += dtS * variance;
    sums.insideSeenS += dtS;
  }

  leftOut(floor: string, tMs: number, dtS: number, why: LeftOut): void {
    floorSums(this.open.minute(tMs), floor)[why === 'staff' ? 'staffS' : 'stillS'] += dtS;
  }

  inCell(floor: string, cell: number, tMs: number, dtS: number, person: string, n: Sign = 1): void {
    const period = this.open.period(tMs);
    period.cells[floor] ??= {};
    period.cells[floor][cell] ??= [0, 0];
    const sums = period.cells[floor][cell];
    sums[0] += n * dtS;
    if (this.open.countedIn(period).firstTime(n, `${floor} ${cell}`, person)) sums[1] += n;
  }

  stepped(floor: string, cell: number, direction: number, tMs: number, person: string, n: Sign = 1): void {
    const period = this.open.period(tMs);
    if (!this.open.countedIn(period).firstTime(n, `${floor} ${cell} ${direction}`, person)) return;
    stepSums(period, floor, cell)[direction] += n;
  }

  inZone(zone: string, tMs: number, dtS: number, count: number, n: Sign = 1): void {
    const sums = zoneSums(this.open.minute(tMs), zone);
    sums.occupancyS += n * dtS * count;
    if (n > 0) sums.occupancyMax = Math.max(sums.occupancyMax, count);
  }

  visitBegan(zone: string, tMs: number, variance: number, n: Sign = 1): void {
    const sums = zoneSums(this.open.minute(tMs), zone);
    sums.visits += n;
    // What is taken back has not become surer.
    if (n > 0) sums.visitsVariance += variance;
  }

  visitEnded(zone: string, tMs: number, dwellS: number, censored: boolean, n: Sign = 1): void {
    const sums = zoneSums(this.open.minute(tMs), zone);
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
    addPair(this.open.period(tMs).flows, from, to, variance, n);
  }

  went(from: string, to: string, tMs: number, variance: number, n: Sign = 1): void {
    addPair(this.open.period(tMs).ends, from, to, variance, n);
  }

  crossed(line: string, direction: 'in' | 'out', tMs: number, variance: number, person: string, n: Sign = 1): void {
    const minute = this.open.minute(tMs);
    const sums = lineSums(minute, line);
    sums[direction] += n;
    if (n > 0) sums[direction === 'in' ? 'inVariance' : 'outVariance'] += variance;
    if (this.open.countedIn(minute).firstTime(n, `line ${line}`, person)) sums.visits += n;
  }

  unitCrossed(line: string, direction: 'in' | 'out', tMs: number, n: Sign = 1): void {
    lineSums(this.open.minute(tMs), line)[direction === 'in' ? 'unitsIn' : 'unitsOut'] += n;
  }

  inQueue(zone: string, tMs: number, dtS: number, length: number, n: Sign = 1): void {
    const sums = queueSums(this.open.minute(tMs), zone);
    sums.lengthS += n * dtS * length;
    if (n > 0) sums.lengthMax = Math.max(sums.lengthMax, length);
  }

  joined(zone: string, tMs: number, n: Sign = 1): void {
    queueSums(this.open.minute(tMs), zone).visits += n;
  }

  waited(zone: string, tMs: number, waitS: number, end: WaitEnd, variance: number, n: Sign = 1): void {
    const sums = queueSums(this.open.minute(tMs), zone);
    sums[end] += n;
    if (end === 'served') {
      sums.waitS += n * waitS;
      sums.waitHistogram[histogramBin(waitS)] += n;
    } else sums.censoredHistogram[histogramBin(waitS)] += n;
    if (end === 'abandoned') sums.abandonedS += n * waitS;
    if (end !== 'cut' && n > 0) sums[`${end}Variance`] += variance;
  }

  served(zone: string, tMs: number, serviceS: number, cut: boolean, n: Sign = 1): void {
    const sums = queueSums(this.open.minute(tMs), zone);
    if (cut) {
      sums.servicesCut += n;
      return;
    }
    sums.services += n;
    sums.serviceS += n * serviceS;
    sums.serviceHistogram[histogramBin(serviceS)] += n;
  }

  interacted(zone: string, tMs: number, kind: Interaction, n: Sign = 1): void {
    zoneSums(this.open.minute(tMs), zone)[kind === 'stop' ? 'stops' : 'reaches'] += n;
  }

  facingLooked(shelf: string, facing: string, tMs: number, look: FacingSeen): void {
    addLook(facingSums(this.open.period(tMs).facings, shelf, facing), tMs, look);
  }

  facingKnown(shelf: string, facing: string, fromMs: number, toMs: number): void {
    this.open.spread(fromMs, toMs, this.plan.heatMs, (t, ms) => {
      facingSums(this.open.period(t).facings, shelf, facing).knownMs += ms;
    });
  }

  facingEmpty(shelf: string, facing: string, fromMs: number, toMs: number, n: Sign = 1): void {
    this.open.spread(fromMs, toMs, this.plan.heatMs, (t, ms) => {
      facingSums(this.open.period(t).facings, shelf, facing).emptyMs += n * ms;
    });
  }

  /** Hands out what is complete when all facts before `nowMs` are in. */
  close(nowMs: number): Closed[] {
    return this.open.close(nowMs);
  }

  /** The same, but not before one more minute is complete: see OpenBuckets. */
  closeDue(nowMs: number): Closed[] {
    return this.open.closeDue(nowMs);
  }

  /** Hands out everything, also buckets in progress. */
  closeAll(): Closed[] {
    return this.open.closeAll();
  }

  /** The newest minute in progress, for the live view. */
  current(): Minute | undefined {
    return this.open.current();
  }

  /** What has not been handed out yet. */
  snapshot(): BookState {
    return this.open.snapshot();
  }

  /** Goes on from a snapshot (one that went through JSON as well). */
  restore(state: BookState): void {
    this.open.restore(state);
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
