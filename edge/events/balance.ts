import { BalanceModel, LINES, NOBODY, PEOPLE, type Told, TRACK_NOISE, UNSEEN } from './balance-model.ts';
import { DoorWatch, type DoorWatchState } from './door-watch.ts';
import type { Estimate, EstimateState } from './estimate.ts';

export type Way = 'in' | 'out';

/** What a balance was told since its last step, and what it believes. Plain data. */
export interface BalanceState extends Told {
  estimate: EstimateState;
  watch: DoorWatchState;
}

/** What is thought of one way through a door: the share of passages that its line misses, less what it counts twice. */
interface WayVerdict {
  missedShare: number;
  sd: number;
  /** It stands out, see DoorWatch. */
  errs: boolean;
}

export interface DoorVerdict {
  line: string;
  in: WayVerdict;
  out: WayVerdict;
  errs: boolean;
}

/**
 * How many people are on a floor: one flow balance of its doors, of who is in view, and of who goes out of view and
 * comes back. A door alone drifts, since each of its errors stays for ever; who is in view is only a part of all. The
 * unseen part is a box of its own: the more are in it, the more come back, and that rate holds the count. What tracks
 * say at a door is a second opinion on its line, so a line that errs is found out, corrected and named.
 */
export class FlowBalance {
  private readonly lines: readonly string[];
  private readonly watch: DoorWatch;
  private readonly model: BalanceModel;
  private readonly estimate: Estimate;
  private told: Told;

  /** `lines`: those that lead out of the floor; `seenShare`: the part of the floor that interior cameras see, 0–1. */
  constructor(lines: readonly string[], seenShare: number) {
    this.lines = lines;
    this.watch = new DoorWatch(2 * lines.length);
    this.model = new BalanceModel(lines.length, seenShare, this.watch);
    this.estimate = this.model.estimate;
    const zeros = () => new Array<number>(2 * lines.length).fill(0);
    this.told = {
      counted: zeros(),
      tracked: zeros(),
      came: 0,
      went: 0,
      inView: 0,
      doorsTracked: lines.map(() => false),
      borderTracked: false,
      begun: false,
    };
  }

  /** People on the floor: never below 0, nor below who is in view. What was told since the last step is not in it. */
  get people(): number {
    return Math.max(this.estimate.get(PEOPLE), this.told.inView);
  }

  get variance(): number {
    return this.estimate.variance(PEOPLE);
  }

  /** A line counted somebody. Throws RangeError on a line that is not one of the floor's. */
  crossed(line: string, way: Way): void {
    this.told.counted[this.indexOf(line, way)]++;
  }

  /** A track began (`in`) or ended (`out`) in the doorway, whether or not the line counted it. */
  tracked(line: string, way: Way): void {
    const i = this.indexOf(line, way);
    this.told.tracked[i]++;
    this.told.doorsTracked[i >> 1] = true;
  }

  /** A track ended away from doors: somebody went out of view. */
  went(): void {
    this.told.went++;
    this.told.borderTracked = true;
  }

  /** A track began away from doors: somebody came back into view. */
  came(): void {
    this.told.came++;
    this.told.borderTracked = true;
  }

  /** One who went out of view lately was only lost for a moment: that says nothing of how fast people come back. */
  notGone(): void {
    if (this.told.went > 0) this.told.went--;
    else {
      this.estimate.grow(UNSEEN, -1, TRACK_NOISE);
      this.model.bound(this.told.inView);
    }
  }

  /** A crossing is taken back: whoever made it does not count. */
  uncrossed(line: string, way: Way): void {
    this.indexOf(line, way);
    this.estimate.set(PEOPLE, Math.max(0, this.estimate.get(PEOPLE) + (way === 'in' ? -1 : 1)));
    if (way === 'in') this.told.inView = Math.max(0, this.told.inView - 1);
  }

  /** Nobody looked for long: who is there is found out as at the first look. What was learned of the sensors stays. */
  forget(): void {
    this.estimate.renew(PEOPLE, ...NOBODY);
    this.estimate.renew(UNSEEN, ...NOBODY);
    this.told.begun = false;
    this.told.inView = 0;
    this.clear();
  }

  /** Takes in what was told since the last step, and that so many are in view: ends a step of dtS seconds. */
  inView(count: number, dtS: number): void {
    this.told.inView = count;
    this.model.step(this.told, count, dtS);
    this.clear();
  }

  doors(): DoorVerdict[] {
    return this.lines.map((line, door) => {
      const [inwards, outwards] = [0, 1].map((way) => {
        const i = LINES + 2 * door + way;
        const sd = Math.sqrt(this.estimate.variance(i));
        return { missedShare: this.estimate.get(i), sd, errs: this.watch.errs(2 * door + way) };
      });
      return { line, in: inwards, out: outwards, errs: inwards.errs || outwards.errs };
    });
  }

  snapshot(): BalanceState {
    return { ...structuredClone(this.told), estimate: this.estimate.snapshot(), watch: this.watch.snapshot() };
  }

  restore(state: BalanceState): void {
    const { estimate, watch, ...told } = structuredClone(state);
    this.told = told;
    this.estimate.restore(estimate);
    this.watch.restore(watch);
  }

  private clear(): void {
    this.told.came = 0;
    this.told.went = 0;
    this.told.counted.fill(0);
    this.told.tracked.fill(0);
  }

  private indexOf(line: string, way: Way): number {
    const door = this.lines.indexOf(line);
    if (door < 0) throw new RangeError(`no door ${line}`);
    return 2 * door + (way === 'in' ? 0 : 1);
  }
}
