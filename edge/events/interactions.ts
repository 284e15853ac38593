import type { Facts } from '../../models/aggregate/facts.ts';
import type { Zone } from '../../models/contract/site.ts';
import { polygonOwns } from '../../models/geometry/polygon.ts';

/** Whoever keeps within this distance for this long has stopped. */
const STOP_M = 0.5;
const STOP_MS = 1500;
/** Out of the zone for longer: another visit. */
const BRIDGE_MS = 5000;
/** A stretched arm makes the box so much wider than it is at rest; below the second the arm is back. */
const REACHES = 1.25;
const BACK = 1.12;
const REACH_MS = 300;
/** Wide for longer is somebody who turned, not an arm. */
const TURN_MS = 5000;
/** At rest is the mean over so much time. */
const REST_S = 3;

interface Visitor {
  lastMs: number;
  anchorX: number;
  anchorY: number;
  anchorMs: number;
  stopped: boolean;
  /** Width of the box over its height, at rest; 0 before it is known. */
  rest: number;
  /** The box is wide since. */
  wideMs: number | undefined;
}

export type InteractionState = [person: number, visitor: Visitor][];

/**
 * Who stops at a fixture and reaches into it, from the person's box alone: an arm that is stretched out makes it wider
 * for a moment while the feet stay. Counts only; nothing of the picture is kept.
 */
export class InteractionWatch {
  readonly zone: Zone;
  private visitors = new Map<number, Visitor>();

  constructor(zone: Zone) {
    this.zone = zone;
  }

  /** `aspect`: width of the box over its height, 0 where no box was seen. */
  see(person: number, xM: number, yM: number, tMs: number, dtS: number, aspect: number, facts: Facts): void {
    let visitor = this.visitors.get(person);
    if (visitor && tMs - visitor.lastMs > BRIDGE_MS) {
      this.visitors.delete(person);
      visitor = undefined;
    }
    if (!polygonOwns(this.zone.polygon, xM, yM)) return;
    if (!visitor) {
      const place = { lastMs: tMs, anchorX: xM, anchorY: yM, anchorMs: tMs };
      visitor = { ...place, stopped: false, rest: 0, wideMs: undefined };
      this.visitors.set(person, visitor);
    }
    visitor.lastMs = tMs;
    if (Math.hypot(xM - visitor.anchorX, yM - visitor.anchorY) > STOP_M) {
      visitor.anchorX = xM;
      visitor.anchorY = yM;
      visitor.anchorMs = tMs;
      // The way that a box changes while somebody walks and turns says nothing of arms.
      visitor.rest = 0;
      visitor.wideMs = undefined;
    }
    const stands = tMs - visitor.anchorMs >= STOP_MS;
    if (stands && !visitor.stopped) {
      visitor.stopped = true;
      facts.interacted(this.zone.id, visitor.anchorMs, 'stop');
    }
    if (aspect > 0) this.reach(visitor, aspect, stands, tMs, dtS, facts);
  }

  forget(person: number): void {
    this.visitors.delete(person);
  }

  clear(): void {
    this.visitors.clear();
  }

  snapshot(): InteractionState {
    return structuredClone([...this.visitors]);
  }

  restore(state: InteractionState): void {
    this.visitors = new Map(structuredClone(state));
  }

  private reach(visitor: Visitor, aspect: number, stands: boolean, tMs: number, dtS: number, facts: Facts): void {
    if (visitor.rest === 0) visitor.rest = aspect;
    const { wideMs } = visitor;
    if (aspect > visitor.rest * (wideMs === undefined ? REACHES : BACK)) {
      visitor.wideMs ??= stands ? tMs : undefined;
      if (wideMs !== undefined && tMs - wideMs <= TURN_MS) return;
      if (stands && wideMs === undefined) return;
      visitor.rest = aspect;
      visitor.wideMs = undefined;
      return;
    }
    visitor.wideMs = undefined;
    visitor.rest += Math.min(1, dtS / REST_S) * (aspect - visitor.rest);
    if (wideMs !== undefined && tMs - wideMs >= REACH_MS) facts.interacted(this.zone.id, wideMs, 'reach');
  }
}
