/** Share of passages on which line and tracks disagree where both err as is usual, and the weight of that in passages. */
const DISAGREE = 0.05;
const DISAGREE_PRIOR = 400;
/**
 * Errors are more than chance from so many standard deviations on (of a Poisson count's square root, 1/2): of 600 made
 * days with honest doors at most 3 had a door named, of 600 with one of three that errs on 10 % one way 97 % had that one named.
 */
const SURELY_SD = 3.2;
/** Nobody is judged on fewer passages. */
const LEAST_PASSAGES = 200;
/** About so many of the latest passages are judged. */
const MEMORY = 3000;

/** Of each door and way: the latest passages, those that tracks alone told of, and those that the line alone did. */
export interface DoorWatchState {
  passages: number[];
  trackOnly: number[];
  lineOnly: number[];
}

/**
 * Finds the doors that err. A door and way errs when its line and the tracks there disagree, one way round, on more
 * passages than at the other doors and ways together, and on more than 5 %, beyond chance: its line misses people whom
 * tracks tell of, or counts people whom they do not. So a door is found that errs both ways alike, as well.
 */
export class DoorWatch {
  private state: DoorWatchState;

  /** `count` doors and ways. */
  constructor(count: number) {
    const zeros = () => new Array<number>(count).fill(0);
    this.state = { passages: zeros(), trackOnly: zeros(), lineOnly: zeros() };
  }

  /** What line and tracks told of a door and way at the same time. */
  passed(i: number, counted: number, tracked: number): void {
    const { passages, trackOnly, lineOnly } = this.state;
    const passed = (counted + tracked) / 2;
    const keep = 1 - Math.min(1, passed / MEMORY);
    passages[i] = passages[i] * keep + passed;
    trackOnly[i] = trackOnly[i] * keep + Math.max(0, tracked - counted);
    lineOnly[i] = lineOnly[i] * keep + Math.max(0, counted - tracked);
  }

  errs(i: number): boolean {
    const { passages, trackOnly, lineOnly } = this.state;
    if (passages[i] < LEAST_PASSAGES) return false;
    const elsewhere = (values: readonly number[]) => values.reduce((sum, it, j) => (j === i ? sum : sum + it), 0);
    return [trackOnly, lineOnly].some((alone) => {
      const usual = (elsewhere(alone) + DISAGREE * DISAGREE_PRIOR) / (elsewhere(passages) + DISAGREE_PRIOR);
      const expected = Math.max(usual, DISAGREE) * passages[i];
      return 2 * (Math.sqrt(alone[i]) - Math.sqrt(expected)) > SURELY_SD;
    });
  }

  snapshot(): DoorWatchState {
    return structuredClone(this.state);
  }

  restore(state: DoorWatchState): void {
    this.state = structuredClone(state);
  }
}
