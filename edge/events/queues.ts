import type { Facts, WaitEnd } from '../../models/aggregate/facts.ts';
import type { Zone } from '../../models/contract/site.ts';
import { type Point, polygonOwns } from '../../models/geometry/polygon.ts';

/** Whoever keeps within this distance for this long waits; who goes on walking only passes through. */
const SHUFFLE_M = 0.8;
const STANDS_MS = 2000;
/** Out of the queue for longer is gone from it. */
const BRIDGE_MS = 5000;
/** Whoever is at a till within this time after the queue, for at least the second, was served. */
const TO_TILL_MS = 12_000;
const AT_TILL_MS = 1500;
const MINUTE_MS = 60_000;

interface Waiter {
  /** Stay in the queue's zone; undefined for somebody who came to the till without one. */
  fromMs: number | undefined;
  lastMs: number;
  /** Where and since when the person keeps to one place. */
  anchorX: number;
  anchorY: number;
  anchorMs: number;
  /** Waits, and was told to. */
  joined: boolean;
  /** The wait is over and told. */
  over: boolean;
  /** Stay at the till. */
  till: { fromMs: number; lastMs: number } | undefined;
  variance: number;
}

export type QueueState = [person: number, waiter: Waiter][];

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
  private length = 0;

  /** `hasTills`: the queue has tills, of which `tills` are those that this camera counts. */
  constructor(zone: Zone, tills: readonly Zone[], hasTills = tills.length > 0) {
    this.zone = zone;
    this.hasTills = hasTills;
    this.tills = tills.map((till) => till.polygon);
  }

  /** True while the person waits in the queue. */
  see(person: number, xM: number, yM: number, tMs: number, variance: number, facts: Facts): boolean {
    let waiter = this.waiters.get(person);
    if (polygonOwns(this.zone.polygon, xM, yM)) {
      if (waiter && (waiter.over || tMs - waiter.lastMs > BRIDGE_MS)) {
        this.end(person, waiter, 'gone', facts);
        waiter = undefined;
      }
      waiter ??= this.begin(person, tMs, xM, yM, variance);
      waiter.fromMs ??= tMs;
      waiter.lastMs = tMs;
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
    facts.inQueue(this.zone.id, tMs, dtS, this.length);
    this.length = 0;
  }

  /** The person is not seen again. `lost`: out of sight where nobody leaves, so nobody knows how it went on. */
  gone(person: number, lost: boolean, facts: Facts): void {
    const waiter = this.waiters.get(person);
    if (waiter) this.end(person, waiter, lost ? 'lost' : 'gone', facts);
  }

  forget(person: number): void {
    this.waiters.delete(person);
  }

  /** An outage, a seam or the end: what is open is cut. */
  cut(of: (person: number) => Facts): void {
    for (const [person, waiter] of [...this.waiters]) this.end(person, waiter, 'lost', of(person));
  }

  snapshot(): QueueState {
    return structuredClone([...this.waiters]);
  }

  restore(state: QueueState): void {
    this.waiters = new Map(structuredClone(state));
  }

  private begin(person: number, tMs: number, xM: number, yM: number, variance: number): Waiter {
    const waiter: Waiter = {
      fromMs: undefined,
      lastMs: tMs,
      anchorX: xM,
      anchorY: yM,
      anchorMs: tMs,
      joined: false,
      over: false,
      till: undefined,
      variance,
    };
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
    // The wait so far was not in the length yet: each minute gets its part.
    for (let fromMs = waiter.fromMs as number; fromMs < tMs; ) {
      const toMs = Math.min(tMs, (Math.floor(fromMs / MINUTE_MS) + 1) * MINUTE_MS);
      facts.inQueue(this.zone.id, fromMs, (toMs - fromMs) / 1000, 1);
      fromMs = toMs;
    }
    this.length++;
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
      waiter.fromMs = waiter.till.fromMs;
      waiter.lastMs = waiter.till.fromMs;
    }
    if (!waiter.joined) this.join(waiter, facts);
    this.tell(waiter, 'served', facts);
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
    facts.served(this.zone.id, lastMs, (lastMs - fromMs) / 1000, how === 'lost');
  }

  private tell(waiter: Waiter, end: WaitEnd, facts: Facts): void {
    const { fromMs, lastMs, variance } = waiter;
    facts.waited(this.zone.id, lastMs, (lastMs - (fromMs as number)) / 1000, end, variance);
  }
}
