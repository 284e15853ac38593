import type { Facts } from '../../models/aggregate/facts.ts';
import type { Zone } from '../../models/contract/site.ts';
import { polygonOwns } from '../../models/geometry/polygon.ts';

/** Shortest stay that is a visit, and longest gap within one. */
const VISIT_MS = 2000;
const BRIDGE_MS = 5000;
/** Frame times are fractions: a stay of exactly the shortest length is one. */
const ROUNDING_MS = 1e-3;

export interface Stay {
  fromMs: number;
  lastMs: number;
  /** It has lasted long enough: its beginning is counted. */
  visit: boolean;
}

/** A visit that has just become one. */
export type VisitSink = (id: number, zone: string, tMs: number, variance: number) => void;

/** Turns positions into visits of one zone. A visit counts at its entry, its dwell when it is known to have ended. */
export class ZoneWatch {
  readonly zone: Zone;
  private stays = new Map<number, Stay>();
  private inside = 0;

  constructor(zone: Zone) {
    this.zone = zone;
  }

  /** True while the person is inside. */
  see(id: number, xM: number, yM: number, tMs: number, variance: number, facts: Facts, began: VisitSink): boolean {
    if (!polygonOwns(this.zone.polygon, xM, yM)) return false;
    this.inside++;
    let stay = this.stays.get(id);
    if (stay && tMs - stay.lastMs > BRIDGE_MS + ROUNDING_MS) {
      this.end(id, stay, false, facts);
      stay = undefined;
    }
    if (!stay) {
      stay = { fromMs: tMs, lastMs: tMs, visit: false };
      this.stays.set(id, stay);
    }
    stay.lastMs = tMs;
    if (!stay.visit && tMs - stay.fromMs >= VISIT_MS - ROUNDING_MS) {
      stay.visit = true;
      facts.visitBegan(this.zone.id, stay.fromMs, variance);
      began(id, this.zone.id, stay.fromMs, variance);
    }
    return true;
  }

  /** The person is none who counts. */
  forget(id: number): void {
    this.stays.delete(id);
  }

  /** After all positions of a frame: occupancy, and visits whose gap has grown too long, told to the facts of each. */
  endFrame(tMs: number, dtS: number, facts: Facts, factsOf: (id: number) => Facts = () => facts): number {
    const { inside } = this;
    this.inside = 0;
    facts.inZone(this.zone.id, tMs, dtS, inside);
    for (const [id, stay] of this.stays)
      if (tMs - stay.lastMs > BRIDGE_MS + ROUNDING_MS) this.end(id, stay, false, factsOf(id));
    return inside;
  }

  snapshot(): [number, Stay][] {
    return structuredClone([...this.stays]);
  }

  restore(stays: readonly [number, Stay][]): void {
    this.stays = new Map(structuredClone(stays));
  }

  /** Cuts every open visit: an outage, a seam or the end. Their dwell is a lower bound. */
  cut(factsOf: (id: number) => Facts): void {
    for (const [id, stay] of this.stays) this.end(id, stay, true, factsOf(id));
  }

  private end(id: number, stay: Stay, censored: boolean, facts: Facts): void {
    this.stays.delete(id);
    if (stay.visit) facts.visitEnded(this.zone.id, stay.lastMs, (stay.lastMs - stay.fromMs) / 1000, censored);
  }
}
