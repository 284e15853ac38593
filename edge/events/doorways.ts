import type { Line } from '../../models/contract/site.ts';
import { alongSegment, signedDistance } from '../../models/geometry/segment.ts';

/** Who is first or last seen so near to a door came or went by it. */
const DOORWAY_M = 1.5;
/** Who is so far behind a door is in; who is so far before it is out. */
const INSIDE_M = 1;
const OUTSIDE_M = 0.5;
/** What lies before a door, this far and this much wider than it (in widths), is outside of the store. */
const FRONT_M = 4;
const WIDER = 0.5;

/** The doors of a floor as places: who is in, who is out, and by which door. */
export class Doorways {
  readonly lines: readonly Line[];
  /** Positions are no finer than this. */
  private readonly blurM: number;

  constructor(lines: readonly Line[], blurM: number) {
    this.lines = lines;
    this.blurM = blurM;
  }

  /**
   * The door in whose way, or before which, the place is: not behind it, or a camera over the door whose picture ends
   * there would tell of everybody who comes in that they go out again.
   */
  at(xM: number, yM: number): Line | undefined {
    const isAt = (line: Line) =>
      this.awayM(line, xM, yM) <= DOORWAY_M + this.blurM && this.deepM(line, xM, yM) < INSIDE_M;
    return this.lines.find(isAt) ?? this.before(xM, yM);
  }

  /** The door outside of which the place is. */
  before(xM: number, yM: number): Line | undefined {
    return this.lines.find((line) => {
      const deepM = this.deepM(line, xM, yM);
      const along = alongSegment(line.from, line.to, xM, yM);
      return deepM <= -OUTSIDE_M && deepM >= -FRONT_M && along >= -WIDER && along <= 1 + WIDER;
    });
  }

  /** The place is on the inner side of the door. */
  isInner(line: Line, xM: number, yM: number): boolean {
    return this.deepM(line, xM, yM) > 0;
  }

  /** The place is surely behind the door. */
  behind(line: Line, xM: number, yM: number): boolean {
    return this.deepM(line, xM, yM) >= INSIDE_M || (!this.at(xM, yM) && this.deepM(line, xM, yM) > 0);
  }

  private deepM(line: Line, xM: number, yM: number): number {
    return signedDistance(line.from, line.to, xM, yM) * (line.in === 'right' ? 1 : -1);
  }

  private awayM({ from, to }: Line, xM: number, yM: number): number {
    const along = Math.min(1, Math.max(0, alongSegment(from, to, xM, yM)));
    return Math.hypot(from[0] + along * (to[0] - from[0]) - xM, from[1] + along * (to[1] - from[1]) - yM);
  }
}
