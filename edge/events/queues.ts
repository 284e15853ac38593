import { counterOf } from '../../models/aggregate/counter.ts';
import type { Facts, WaitEnd } from '../../models/aggregate/facts.ts';
import { tillsOf } from '../../models/aggregate/tills.ts';
import type { Site, Zone } from '../../models/contract/site.ts';
import { type Point, polygonOwns } from '../../models/geometry/polygon.ts';
import { type LostWait, LostWaits } from './lost-waits.ts';
import { newWaiter, type Waiter } from './waiter.ts';

/** Whoever keeps within this distance for this long waits; who goes on walking only passes through. */
const SHUFFLE_M = 0.8;
const STANDS_MS = 2000;
/** Out of the queue for longer is gone from it. */
const BRIDGE_MS = 5000;
/** Whoever is at a till within this time after the queue, for at least the second, was served. */
const TO_TILL_MS = 12_000;
const AT_TILL_MS = 1500;
const MINUTE_MS = 60_000;
/** Who comes into sight amid the queue within this time of a loss may be the one who was lost. */
const SAME_TIME_MS = 5000;

export interface QueueState {
  waiters: [person: number, waiter: Waiter][];
  lost: LostWait[];
  stays: number[];
}

/**
 * One queue: who waits, for how long, and whether a wait ends at a till or is given up. A wait begins when the zone is
 * entered and ends when it is left; standing, not walking through, makes it one. Service is the stay at a till of this
 * queue. Without a till zone whoever leaves the queue counts as served: nothing else can be known.
 */
export class QueueWatch {
  readonly zone: Zone;
  private readonly tills: readonly (readonly Point[])[];
  private readonly hasTills: boolean;
  private waiters = new Map<number, Waiter>();
  private readonly lost: LostWaits;
  /** When stays at tills ended that nobody went on with so far. */
  private stays: number[] = [];
  private length = 0;

  /** `hasTills`: the queue has tills, of which `tills` are those that this camera counts. */
  constructor(zone: Zone, tills: readonly Zone[], hasTills = tills.length > 0) {
    this.zone = zone;
    this.hasTills = hasTills;
    this.tills = tills.map((till) => till.polygon);
    this.lost = new LostWaits(zone.polygon);
  }

  /** True while the person waits in the queue. */
  see(person: number, xM: number, yM: number, tMs: number, variance: number, facts: Facts): boolean {
    let waiter = this.waiters.get(person);
    if (polygonOwns(this.zone.polygon, xM, yM)) {
      if (waiter && (waiter.over || tMs - waiter.lastMs > BRIDGE_MS)) {
        this.end(person, waiter, 'gone', facts);
        waiter = undefined;
      }
      waiter ??= this.find(person, tMs, xM, yM, variance, facts);
      waiter.fromMs ??= tMs;
      waiter.lastMs = tMs;
      waiter.xM = xM;
      waiter.yM = yM;
      this.wait(waiter, xM, yM, tMs, facts);
      return waiter.joined;
    }
    if (this.tills.some((till) => polygonOwns(till, xM, yM))) {
      waiter ??= this.begin(person, tMs, xM, yM, variance);
      this.beServed(waiter, tMs, facts);
    }
    if (waiter) this.settle(person, waiter, tMs, facts);
    return false;
  }

  /** After all positions of a frame. */
  endFrame(tMs: number, dtS: number, facts: Facts): void {
    for (const wait of this.lost.expired(tMs)) this.cutOff(wait, facts);
    facts.inQueue(this.zone.id, tMs, dtS, this.length);
    this.length = 0;
  }

  /** The person is not seen again. `lost`: out of sight where nobody leaves, so nobody knows how it went on. */
  gone(person: number, lost: boolean, facts: Facts): void {
    const waiter = this.waiters.get(person);
    if (!waiter) return;
    if (!this.hold(person, waiter, lost, facts)) this.end(person, waiter, lost ? 'lost' : 'gone', facts);
  }

  forget(person: number): void {
    this.waiters.delete(person);
  }

  /** An outage, a seam or the end: what is open is cut. `facts`: of those who are out of sight. */
  cut(of: (person: number) => Facts, facts: Facts): void {
    for (const wait of this.lost.expired(Number.POSITIVE_INFINITY)) this.cutOff(wait, facts);
    for (const [person, waiter] of [...this.waiters]) this.end(person, waiter, 'lost', of(person));
  }

  snapshot(): QueueState {
    return { waiters: structuredClone([...this.waiters]), lost: this.lost.snapshot(), stays: [...this.stays] };
  }

  restore(state: QueueState): void {
    this.waiters = new Map(structuredClone(state.waiters));
    this.lost.restore(state.lost ?? []);
    this.stays = [...(state.stays ?? [])];
  }

  /** Somebody comes into the zone, or into sight within it. */
  private find(person: number, tMs: number, xM: number, yM: number, variance: number, facts: Facts): Waiter {
    const waiter = this.begin(person, tMs, xM, yM, variance);
    if (!this.lost.isDeep(xM, yM)) return waiter;
    const wait = this.lost.near(xM, yM, tMs);
    if (wait) this.goOn(waiter, wait, tMs, facts);
    else waiter.foundMs = tMs;
    return waiter;
  }

  /** The wait of somebody who got out of sight is this person's. */
  private goOn(waiter: Waiter, wait: LostWait, tMs: number, facts: Facts): void {
    if (waiter.joined) facts.joined(this.zone.id, waiter.fromMs as number, -1);
    waiter.fromMs = Math.min(wait.fromMs, waiter.fromMs ?? wait.fromMs);
    waiter.joined = true;
    waiter.foundMs = undefined;
    this.stand(wait.lastMs, tMs, facts);
  }

  /** Whether somebody who is not seen again is taken to be in the queue still, or to have been found already. */
  private hold(person: number, waiter: Waiter, lost: boolean, facts: Facts): boolean {
    const { fromMs, lastMs, xM, yM, variance, joined, over } = waiter;
    const waits = joined && !over && fromMs !== undefined && !waiter.till;
    if (!waits || !(lost || this.hasTills) || !this.lost.isDeep(xM, yM)) return false;
    this.waiters.delete(person);
    this.lost.add({ fromMs, lastMs, xM, yM, variance });
    for (const other of this.waiters.values()) {
      if (other.foundMs === undefined || other.over || Math.abs(other.foundMs - lastMs) > SAME_TIME_MS) continue;
      const wait = this.lost.near(other.xM, other.yM, other.lastMs);
      if (wait) this.goOn(other, wait, wait.lastMs, facts);
    }
    return true;
  }

  private cutOff({ fromMs, lastMs, variance }: LostWait, facts: Facts): void {
    facts.waited(this.zone.id, lastMs, (lastMs - fromMs) / 1000, 'cut', variance);
  }

  private begin(person: number, tMs: number, xM: number, yM: number, variance: number): Waiter {
    const waiter = newWaiter(tMs, xM, yM, variance);
    this.waiters.set(person, waiter);
    return waiter;
  }

  private wait(waiter: Waiter, xM: number, yM: number, tMs: number, facts: Facts): void {
    if (waiter.joined) {
      this.length++;
      return;
    }
    if (Math.hypot(xM - waiter.anchorX, yM - waiter.anchorY) > SHUFFLE_M) {
      waiter.anchorX = xM;
      waiter.anchorY = yM;
      waiter.anchorMs = tMs;
    }
    if (tMs - waiter.anchorMs < STANDS_MS) return;
    this.join(waiter, facts);
    this.stand(waiter.fromMs as number, tMs, facts);
    this.length++;
  }

  /** A stretch of a wait that was not in the queue's length yet: each minute gets its part. */
  private stand(sinceMs: number, tMs: number, facts: Facts): void {
    for (let fromMs = sinceMs; fromMs < tMs; ) {
      const toMs = Math.min(tMs, (Math.floor(fromMs / MINUTE_MS) + 1) * MINUTE_MS);
      facts.inQueue(this.zone.id, fromMs, (toMs - fromMs) / 1000, 1);
      fromMs = toMs;
    }
  }

  private join(waiter: Waiter, facts: Facts): void {
    waiter.joined = true;
    facts.joined(this.zone.id, waiter.fromMs as number);
  }

  private beServed(waiter: Waiter, tMs: number, facts: Facts): void {
    // Who passes the till twice was not there in between.
    if (waiter.till && !waiter.over && tMs - waiter.till.lastMs > AT_TILL_MS) waiter.till = undefined;
    waiter.till ??= { fromMs: tMs, lastMs: tMs };
    waiter.till.lastMs = tMs;
    if (waiter.over || tMs - waiter.till.fromMs < AT_TILL_MS) return;
    waiter.over = true;
    // Straight to a free till: a wait of nothing. Through the queue's zone: however short the stay in it.
    if (waiter.fromMs === undefined) {
      const wait = this.lost.first();
      if (!wait && this.goesOn(tMs)) {
        waiter.over = true;
        return;
      }
      waiter.fromMs = wait?.fromMs ?? waiter.till.fromMs;
      waiter.lastMs = waiter.till.fromMs;
      waiter.joined = wait !== undefined;
    }
    if (!waiter.joined) this.join(waiter, facts);
    this.tell(waiter, 'served', facts);
  }

  /** Whether a stay at a till goes on with one that ended just now: its track broke. One goes on with each. */
  private goesOn(tMs: number): boolean {
    const at = this.stays.findIndex((endMs) => tMs - endMs <= SAME_TIME_MS);
    if (at >= 0) this.stays.splice(at, 1);
    return at >= 0;
  }

  /** Somebody is neither in the queue nor, now, perhaps, at a till: what has become of the wait or the service? */
  private settle(person: number, waiter: Waiter, tMs: number, facts: Facts): void {
    if (waiter.over) {
      if (waiter.till && tMs - waiter.till.lastMs > BRIDGE_MS) this.end(person, waiter, 'gone', facts);
      return;
    }
    const sinceMs = tMs - Math.max(waiter.lastMs, waiter.till?.lastMs ?? 0);
    if (sinceMs > TO_TILL_MS) this.end(person, waiter, 'gone', facts);
  }

  private end(person: number, waiter: Waiter, how: 'gone' | 'lost', facts: Facts): void {
    this.waiters.delete(person);
    if (!waiter.over && waiter.joined) {
      const end = how === 'lost' ? 'cut' : this.hasTills ? 'abandoned' : 'served';
      this.tell(waiter, end, facts);
    }
    if (!waiter.over || !waiter.till) return;
    const { fromMs, lastMs } = waiter.till;
    this.stays = [...this.stays.filter((endMs) => lastMs - endMs < BRIDGE_MS), lastMs];
    facts.served(this.zone.id, lastMs, (lastMs - fromMs) / 1000, how === 'lost');
  }

  private tell(waiter: Waiter, end: WaitEnd, facts: Facts): void {
    const { fromMs, lastMs, variance } = waiter;
    facts.waited(this.zone.id, lastMs, (lastMs - (fromMs as number)) / 1000, end, variance);
  }
}

/** Watches a queue for one camera: what happens at tills that another one counts is told by that (see QueueJoin). */
export function queueWatchOf(site: Site, queue: Zone, camera: string): QueueWatch {
  const tills = tillsOf(site, queue);
  const own = tills.filter((till) => counterOf(site, till) === camera);
  return new QueueWatch(queue, own, tills.length > 0);
}
