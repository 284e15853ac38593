import type { Facts } from '../../models/aggregate/facts.ts';
import type { Line } from '../../models/contract/site.ts';
import { alongSegment, signedDistance } from '../../models/geometry/segment.ts';

/** A person counts as being on a side only this far from the line, so that standing on it counts nothing. Metres. */
const HYSTERESIS_M = 0.2;

interface Side {
  /** +1 right, −1 left of the line. */
  side: number;
  xM: number;
  yM: number;
}

/** Counts who changes from one side of a line to the other within its length. One per camera and line. */
export class LineCounter {
  private readonly line: Line;
  private readonly last = new Map<number, Side>();

  constructor(line: Line) {
    this.line = line;
  }

  /** A person's position at tMs; `variance` is that of counting this person as one. */
  see(id: number, xM: number, yM: number, tMs: number, variance: number, person: string, facts: Facts): void {
    const { from, to } = this.line;
    const s = signedDistance(from, to, xM, yM);
    if (Math.abs(s) < HYSTERESIS_M) return;
    const before = this.last.get(id);
    const side = Math.sign(s);
    if (before && before.side !== side) {
      const sBefore = signedDistance(from, to, before.xM, before.yM);
      const share = sBefore / (sBefore - s);
      const along = alongSegment(from, to, before.xM + share * (xM - before.xM), before.yM + share * (yM - before.yM));
      if (along >= 0 && along <= 1) {
        const toRight = side > 0;
        const inwards = toRight === (this.line.in === 'right');
        facts.crossed(this.line.id, inwards ? 'in' : 'out', tMs, variance, person);
      }
    }
    if (before) {
      before.side = side;
      before.xM = xM;
      before.yM = yM;
    } else this.last.set(id, { side, xM, yM });
  }

  forget(id: number): void {
    this.last.delete(id);
  }
}
