import type { Facts } from '../../models/aggregate/facts.ts';

/** Pairs further apart than this are not looked at. */
const NEAR_M = 3;
/** People who belong together walk this near to each other. */
const TOGETHER_M = 1.6;
/** Crossings of one line within this time may be those of one unit. */
const SAME_MS = 5000;
/** A unit is told so long after its first crossing: until then it shows who goes on together. */
const DECIDE_MS = 9000;
/** Of the time that both are in sight, at least this share is spent near each other, and at least so many seconds. */
const SHARE = 0.9;
const LEAST_S = 2.5;

type Direction = 'in' | 'out';

/** Two people: seconds in sight together since they were first near each other, and of them together. */
interface Pair {
  bothS: number;
  nearS: number;
}

interface Crossing {
  person: number;
  line: string;
  direction: Direction;
  tMs: number;
}

export interface UnitsState {
  pairs: [string, Pair][];
  waiting: Crossing[];
  left: number[];
}

/**
 * Makes buying units out of people who cross a line: those who came across within seconds of each other and are near
 * each other nearly as long as both are in sight are one unit, as families and couples are. Thresholds chosen on two
 * sequences with annotated groups; `bench units` prints the error on those and on a third.
 */
export class Units {
  private pairs = new Map<string, Pair>();
  private waiting: Crossing[] = [];
  /** Not in sight any more; their pairs go as soon as no crossing of theirs waits. */
  private left = new Set<number>();

  /** The people of a frame who count. */
  see(people: readonly { person: number; xM: number; yM: number }[], dtS: number): void {
    for (let i = 0; i < people.length; i++) {
      for (let j = i + 1; j < people.length; j++) {
        const away = Math.hypot(people[i].xM - people[j].xM, people[i].yM - people[j].yM);
        const key = keyOf(people[i].person, people[j].person);
        let pair = this.pairs.get(key);
        if (!pair) {
          if (away > NEAR_M) continue;
          pair = { bothS: 0, nearS: 0 };
          this.pairs.set(key, pair);
        }
        pair.bothS += dtS;
        if (away <= TOGETHER_M) pair.nearS += dtS;
      }
    }
  }

  crossed(person: number, line: string, direction: Direction, tMs: number): void {
    this.waiting.push({ person, line, direction, tMs });
  }

  /** Tells the units that are due at `tMs`. */
  endFrame(tMs: number, factsOf: (person: number) => Facts): void {
    while (this.waiting.length > 0) {
      const first = this.waiting.reduce((a, b) => (b.tMs < a.tMs ? b : a));
      if (tMs - first.tMs < DECIDE_MS) break;
      const unit = this.unitOf(first);
      this.waiting = this.waiting.filter((crossing) => !unit.has(crossing));
      factsOf(first.person).unitCrossed(first.line, first.direction, first.tMs);
    }
    this.forgetPairs();
  }

  /** Nobody is followed on from here: what is waiting is decided now. */
  cut(factsOf: (person: number) => Facts): void {
    this.endFrame(Number.POSITIVE_INFINITY, factsOf);
    this.pairs.clear();
    this.left.clear();
  }

  /** Whether two people are taken to belong together. */
  together(a: number, b: number): boolean {
    const pair = this.pairs.get(keyOf(a, b));
    return pair !== undefined && pair.nearS >= LEAST_S && pair.nearS >= SHARE * pair.bothS;
  }

  /** The person is not seen again; a crossing that waits is still told. */
  gone(person: number): void {
    this.left.add(person);
  }

  forget(person: number): void {
    this.waiting = this.waiting.filter((crossing) => crossing.person !== person);
    this.left.add(person);
  }

  snapshot(): UnitsState {
    return structuredClone({ pairs: [...this.pairs], waiting: this.waiting, left: [...this.left] });
  }

  restore(state: UnitsState): void {
    const { pairs, waiting, left } = structuredClone(state);
    this.pairs = new Map(pairs);
    this.waiting = waiting;
    this.left = new Set(left);
  }

  private forgetPairs(): void {
    if (this.left.size === 0) return;
    const waits = new Set(this.waiting.map((crossing) => crossing.person));
    const over = (person: number) => this.left.has(person) && !waits.has(person);
    for (const key of this.pairs.keys())
      if (key.split(' ').some((person) => over(Number(person)))) this.pairs.delete(key);
    this.left = new Set([...this.left].filter((person) => waits.has(person)));
  }

  /** All crossings of the first one's line and direction that hang together with it, one by one. */
  private unitOf(first: Crossing): Set<Crossing> {
    const unit = new Set([first]);
    for (let grown = true; grown; ) {
      grown = false;
      for (const other of this.waiting) {
        if (unit.has(other) || other.line !== first.line || other.direction !== first.direction) continue;
        const joins = [...unit].some(
          (member) => Math.abs(member.tMs - other.tMs) <= SAME_MS && this.together(member.person, other.person),
        );
        if (!joins) continue;
        unit.add(other);
        grown = true;
      }
    }
    return unit;
  }
}

const keyOf = (a: number, b: number): string => (a < b ? `${a} ${b}` : `${b} ${a}`);
