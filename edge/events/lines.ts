import type { Facts } from '../../models/aggregate/facts.ts';
import type { Line } from '../../models/contract/site.ts';
import { alongSegment, signedDistance } from '../../models/geometry/segment.ts';
import type { Motion } from './motion.ts';

/** How sure a line wants to be before it counts: one knob for how far and how long somebody must be beyond it. */
type Strictness = Line['strictness'];

/**
 * A crossing stands once the person is this far beyond the line, or has been beyond it for so long. Where positions
 * shake less than that, `shakes` times their standard deviation is enough.
 */
const RULES: Record<Strictness, { beyondM: number; stayMs: number; shakes: number }> = {
  strict: { beyondM: 0.5, stayMs: 2000, shakes: Number.POSITIVE_INFINITY },
  // At 2 the crossings that shaking adds and the short true ones that the rule hides are about as many.
  balanced: { beyondM: 0.15, stayMs: 1000, shakes: 2 },
  loose: { beyondM: 0, stayMs: 0, shakes: 0 },
};

/** Nobody is thought to have gone on unseen for longer. */
const FURTHEST_S = 6;

/** A line is the way in if of the last so many who came in this share were first seen so near before it. */
const FIRST_SEEN_M = 2.5;
const WAY_IN_SHARE = 0.8;
const WAY_IN_LEAST = 10;
const WAY_IN_MEMORY = 200;
/** Who came in this shortly before, and is still this near, may have hidden whoever follows. */
const HIDES_MS = 2000;
const HIDES_M = 1.5;

export interface Walker {
  /** First seen so far from the line, metres. */
  fromM: number;
  /** The side where the person counts as being: +1 right, −1 left of the line. */
  side: number;
  /** The last position on that side. */
  s: number;
  xM: number;
  yM: number;
  /** Beyond the line since, not confirmed yet. */
  crossing: { tMs: number; within: boolean; variance: number } | undefined;
  /** Came in at that time. */
  cameMs?: number;
}

/** A line's whole state as plain data. */
export interface LineState {
  walkers: [number, Walker][];
  owed: Record<'in' | 'out', { count: number; variance: number }>;
  /** Who came in lately, and how many of them were first seen shortly before the line. */
  came: { all: number; atLine: number };
}

/** A crossing that was told: whose, and when. */
export type CrossingSink = (id: number, direction: 'in' | 'out', tMs: number, variance: number) => void;

/** Counts who changes from one side of a line to the other within its length. One per camera and line. */
export class LineCounter {
  readonly line: Line;
  private readonly rule: (typeof RULES)[Strictness];
  /** The standard deviation of a position, as well as it is known by now. */
  shakeM: () => number = () => Number.POSITIVE_INFINITY;
  private owed: LineState['owed'] = { in: { count: 0, variance: 0 }, out: { count: 0, variance: 0 } };
  private walkers = new Map<number, Walker>();
  private came: LineState['came'] = { all: 0, atLine: 0 };
  private readonly onCrossing: CrossingSink | undefined;

  constructor(line: Line, onCrossing?: CrossingSink) {
    this.line = line;
    this.onCrossing = onCrossing;
    this.rule = RULES[line.strictness];
  }

  /** A person's position at tMs; `variance` is that of counting this person as one. */
  see(id: number, xM: number, yM: number, tMs: number, variance: number, person: string, facts: Facts): void {
    const { from, to } = this.line;
    const s = signedDistance(from, to, xM, yM);
    const side = s > 0 ? 1 : -1;
    const walker = this.walkers.get(id);
    if (!walker) {
      this.walkers.set(id, { fromM: Math.abs(s), side, s, xM, yM, crossing: undefined });
      return;
    }
    if (side === walker.side) {
      walker.s = s;
      walker.xM = xM;
      walker.yM = yM;
      walker.crossing = undefined;
      return;
    }
    if (!walker.crossing) {
      const share = walker.s / (walker.s - s);
      const along = alongSegment(from, to, walker.xM + share * (xM - walker.xM), walker.yM + share * (yM - walker.yM));
      walker.crossing = { tMs, within: along >= 0 && along <= 1, variance };
    }
    if (Math.abs(s) < this.beyondM() && tMs - walker.crossing.tMs < this.rule.stayMs) return;
    this.settle(id, walker, person, facts);
    walker.s = s;
    walker.xM = xM;
    walker.yM = yM;
  }

  /** Where somebody who goes straight on from (`way` +1) or came straight to a position meets the line. */
  ahead(motion: Motion, way: 1 | -1): { afterS: number; direction: 'in' | 'out' } | undefined {
    const { from, to } = this.line;
    const { xM, yM, vx, vy } = motion;
    const s = signedDistance(from, to, xM, yM);
    const perS = signedDistance(from, to, xM + way * vx, yM + way * vy) - s;
    const afterS = -s / perS;
    if (!(afterS > 0 && afterS <= FURTHEST_S)) return undefined;
    const along = alongSegment(from, to, xM + way * afterS * vx, yM + way * afterS * vy);
    if (along < 0 || along > 1) return undefined;
    return { afterS, direction: perS * way > 0 === (this.line.in === 'right') ? 'in' : 'out' };
  }

  /** People come into sight at the line, as at a door: nobody was there before who is first seen behind it. */
  isWayIn(): boolean {
    return this.came.all >= WAY_IN_LEAST && this.came.atLine >= WAY_IN_SHARE * this.came.all;
  }

  /** Somebody who has just come in was in front of whoever is first seen there and then. */
  hidden(motion: Motion): boolean {
    for (const { cameMs, xM, yM } of this.walkers.values()) {
      const agoMs = cameMs === undefined ? Number.POSITIVE_INFINITY : motion.tMs - cameMs;
      if (Math.abs(agoMs) <= HIDES_MS && Math.hypot(xM - motion.xM, yM - motion.yM) <= HIDES_M) return true;
    }
    return false;
  }

  /**
   * Somebody crossed unseen with this chance. Chances add up until they make one: no count is owed or given too much.
   * `variance`: that of others who may have crossed then and are not counted.
   */
  perhaps(direction: 'in' | 'out', tMs: number, chance: number, person: string, facts: Facts, variance = 0): void {
    const owed = this.owed[direction];
    owed.count += chance;
    owed.variance += chance * (1 - chance) + variance;
    if (owed.count < 0.5) return;
    facts.crossed(this.line.id, direction, tMs, owed.variance, person);
    // Whom nobody saw is taken for one who comes alone.
    facts.unitCrossed(this.line.id, direction, tMs);
    owed.count--;
    owed.variance = 0;
  }

  /** The person is not seen again: who was last seen beyond the line has crossed it, unless the line is strict. */
  gone(id: number, person: string, facts: Facts): void {
    const walker = this.walkers.get(id);
    if (walker?.crossing && this.rule !== RULES.strict) this.settle(id, walker, person, facts);
    this.walkers.delete(id);
  }

  snapshot(): LineState {
    return structuredClone({ walkers: [...this.walkers], owed: this.owed, came: this.came });
  }

  restore(state: LineState): void {
    const { walkers, owed, came } = structuredClone(state);
    this.walkers = new Map(walkers);
    this.owed = owed;
    // States of before this was learned do not tell it.
    this.came = came ?? this.came;
  }

  /** The person is none who counts. */
  forget(id: number): void {
    this.walkers.delete(id);
  }

  /** Nobody is followed on from here. */
  cut(nameOf: (id: number) => string, factsOf: (id: number) => Facts): void {
    for (const id of [...this.walkers.keys()]) this.gone(id, nameOf(id), factsOf(id));
  }

  private beyondM(): number {
    const { beyondM, shakes } = this.rule;
    return shakes === 0 ? 0 : Math.min(beyondM, shakes * this.shakeM());
  }

  private settle(id: number, walker: Walker, person: string, facts: Facts): void {
    const { crossing } = walker;
    walker.side = -walker.side;
    walker.crossing = undefined;
    if (!crossing?.within) return;
    const inwards = walker.side > 0 === (this.line.in === 'right');
    const direction = inwards ? 'in' : 'out';
    if (inwards) this.learn(walker, crossing.tMs);
    facts.crossed(this.line.id, direction, crossing.tMs, crossing.variance, person);
    this.onCrossing?.(id, direction, crossing.tMs, crossing.variance);
  }

  private learn(walker: Walker, tMs: number): void {
    walker.cameMs = tMs;
    const keep = 1 - Math.min(1, this.came.all / WAY_IN_MEMORY) / WAY_IN_MEMORY;
    this.came.all = this.came.all * keep + 1;
    this.came.atLine = this.came.atLine * keep + (walker.fromM <= FIRST_SEEN_M ? 1 : 0);
  }
}
