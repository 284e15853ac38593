import type { DoorWatch } from './door-watch.ts';
import { Estimate } from './estimate.ts';

/** What a balance was told since its last step, and what it remembers of what it was ever told. Plain data. */
export interface Told {
  /** By door and way: crossings counted, and tracks that began (in) or ended (out) there. */
  counted: number[];
  tracked: number[];
  came: number;
  went: number;
  inView: number;
  /** Doors, and the border of the view, of which tracks were ever told. */
  doorsTracked: boolean[];
  borderTracked: boolean;
  /** There was a first look. */
  begun: boolean;
}

/** Variance that an unsure passage adds: a line, and a track's birth or death, miss 3 % and double 2 %. */
const LINE_NOISE = 0.05;
export const TRACK_NOISE = 0.055;
/** First guesses and their standard deviations. It begins with an empty floor. A net miss share is that of misses less doubles. */
export const NOBODY = [0, 0.1] as const;
const LINE_MISS = [0.01, 0.05] as const;
const TRACK_MISS = [0.012, 0.008] as const;
const BORDER_MISS = [0, 0.01] as const;
const OVERLOOKED = [0.03, 0.01] as const;
/** How often a second a track in view breaks and goes on as another. */
const TRACK_BREAKS = [8e-4, 5e-4] as const;
const RETURN_SD = 0.4;
/** People change places in about this time; who is seen of them then is another matter. */
const MIXING_S = 40;
/** How fast the rate of return, and a sensor's share of misses, wander: variance a second. */
const RETURN_WANDER = 1e-7;
const MISS_WANDER = 1e-9;
/** Variance of a look at those in view: of each, as glances in a row overlook the same people, and of all. */
const LOOK_EACH = 0.12;
const LOOK_ALL = 0.1;
export const [PEOPLE, UNSEEN, RETURN, OVERLOOKS, BORDER, TRACK_IN, TRACK_OUT, BREAKS, LINES] = [
  0, 1, 2, 3, 4, 5, 6, 7, 8,
];

/**
 * The unknowns of a flow balance and what changes them: all people, those unseen, the logarithm of the rate at which an
 * unseen one comes back, the share overlooked within the view, the net share missed at the view's border, of tracks at
 * doors, and of each line each way. Extended Kalman filter (Bar-Shalom, Li and Kirubarajan 2001, section 10.3) that
 * begins with an empty floor.
 */
export class BalanceModel {
  readonly estimate: Estimate;
  private readonly doors: number;
  private readonly watch: DoorWatch;
  private readonly slope: number[];

  /** `doors`: so many lines lead out of the floor; `seenShare`: the part of it that interior cameras see, 0–1. */
  constructor(doors: number, seenShare: number, watch: DoorWatch) {
    this.doors = doors;
    this.watch = watch;
    const share = Math.min(0.98, Math.max(0.05, seenShare));
    this.estimate = new Estimate([
      NOBODY,
      NOBODY,
      [Math.log(share / MIXING_S), RETURN_SD],
      OVERLOOKED,
      BORDER_MISS,
      TRACK_MISS,
      TRACK_MISS,
      TRACK_BREAKS,
      ...Array.from({ length: 2 * doors }, () => LINE_MISS),
    ]);
    this.slope = new Array<number>(LINES + 2 * doors).fill(0);
  }

  /** Takes in what was told, and that so many are in view: ends a step of dtS seconds. */
  step(told: Told, count: number, dtS: number): void {
    if (!told.begun) this.begin(told, count);
    this.wander(dtS);
    if (told.borderTracked) this.border(told, dtS);
    else this.mix(dtS);
    for (let door = 0; door < this.doors; door++) {
      for (const way of [0, 1]) this.doorway(told, door, way);
    }
    this.bound(told.inView);
    this.look(count);
    this.bound(told.inView);
  }

  /** Nobody is there less than not at all, and whoever is seen is there. */
  bound(inView: number): void {
    const { estimate } = this;
    estimate.set(PEOPLE, Math.max(estimate.get(PEOPLE), inView, 0));
    estimate.set(UNSEEN, Math.min(Math.max(estimate.get(UNSEEN), 0), estimate.get(PEOPLE)));
  }

  /** Who is there at the first look, and came by no door since, was there before; so were some who are not in view. */
  private begin(told: Told, count: number): void {
    const { estimate, slope } = this;
    told.begun = true;
    const passed = told.counted.reduce((sum, passages, i) => sum + (i % 2 === 0 ? passages : -passages), 0);
    const before = Math.max(0, count - passed);
    if (before === 0) return;
    const share = this.seenShare();
    const unseen = (before * (1 - share)) / share;
    estimate.grow(UNSEEN, unseen, unseen * unseen + unseen);
    slope.fill(0);
    slope[UNSEEN] = 1;
    estimate.grow(PEOPLE, before + unseen, 0, slope);
    told.came = 0;
  }

  private wander(dtS: number): void {
    const { estimate } = this;
    estimate.grow(RETURN, 0, RETURN_WANDER * dtS);
    for (let i = LINES; i < LINES + 2 * this.doors; i++) estimate.grow(i, 0, MISS_WANDER * dtS);
  }

  /** Tracks say who went out of view and who came back; how many came back says how many there were to do so. */
  private border(told: Told, dtS: number): void {
    const { estimate } = this;
    const rate = Math.exp(estimate.get(RETURN)) * dtS;
    const unseen = estimate.get(UNSEEN);
    const seen = Math.max(0, estimate.get(PEOPLE) - unseen);
    const breaks = Math.max(0, estimate.get(BREAKS)) * dtS;
    const expected = rate * unseen + breaks * seen;
    this.slope.fill(0);
    this.slope[PEOPLE] = breaks;
    this.slope[UNSEEN] = rate - breaks;
    this.slope[RETURN] = rate * unseen;
    this.slope[BREAKS] = seen * dtS;
    estimate.measure(told.came - expected, this.slope, Math.max(expected, 0.3 * rate));
    this.slope.fill(0);
    this.slope[BORDER] = -told.came;
    const came = told.came * (1 + estimate.get(BORDER));
    estimate.grow(UNSEEN, told.went - came, LINE_NOISE * (told.went + told.came), this.slope);
  }

  /** Nobody tells who goes out of view: as many as leave the seen part in the time that people take to change places. */
  private mix(dtS: number): void {
    const { estimate } = this;
    const share = this.seenShare();
    const [people, unseen] = [estimate.get(PEOPLE), estimate.get(UNSEEN)];
    const steps = -Math.expm1(-dtS / MIXING_S);
    this.slope.fill(0);
    this.slope[PEOPLE] = (1 - share) * steps;
    this.slope[UNSEEN] = -steps;
    this.slope[RETURN] = -people * share * steps;
    const variance = ((1 - share) * Math.max(0, people - unseen) + share * unseen) * steps;
    estimate.grow(UNSEEN, ((1 - share) * people - unseen) * steps, variance, this.slope);
  }

  private seenShare(): number {
    return Math.min(0.99, Math.max(0.05, Math.exp(this.estimate.get(RETURN)) * MIXING_S));
  }

  /**
   * A door's passages one way: the mean of what line and tracks say, each for what it misses. Where both err alike, the
   * errors of mean and difference are independent, so the difference may tell which of the two misses more.
   */
  private doorway(told: Told, door: number, way: number): void {
    const { estimate, slope } = this;
    const i = 2 * door + way;
    const line = LINES + i;
    const [counted, tracked] = [told.counted[i], told.tracked[i]];
    if (counted === 0 && tracked === 0) return;
    const sign = way === 0 ? 1 : -1;
    const track = way === 0 ? TRACK_IN : TRACK_OUT;
    const both = told.doorsTracked[door];
    const weight = both ? TRACK_NOISE / (LINE_NOISE + TRACK_NOISE) : 1;
    slope.fill(0);
    // Without tracks to compare it with, a line is taken for usual: what it misses could not be told from who is unseen.
    slope[line] = both ? sign * weight * counted : 0;
    slope[track] = sign * (1 - weight) * tracked;
    const passed = weight * counted * (1 + estimate.get(line)) + (1 - weight) * tracked * (1 + estimate.get(track));
    const noise = weight ** 2 * LINE_NOISE * counted + (1 - weight) ** 2 * TRACK_NOISE * tracked;
    estimate.grow(PEOPLE, sign * passed, noise, slope);
    if (!told.borderTracked) estimate.grow(UNSEEN, sign * passed * (1 - this.seenShare()), noise);
    if (!both) return;
    const mean = (counted + tracked) / 2;
    this.watch.passed(i, counted, tracked);
    slope.fill(0);
    slope[line] = mean;
    slope[track] = -mean;
    const surprise = tracked - counted - mean * (estimate.get(line) - estimate.get(track));
    estimate.measure(surprise, slope, (LINE_NOISE + TRACK_NOISE) * mean);
  }

  private look(count: number): void {
    const { estimate, slope } = this;
    const seen = Math.max(0, estimate.get(PEOPLE) - estimate.get(UNSEEN));
    const share = 1 - estimate.get(OVERLOOKS);
    slope.fill(0);
    slope[PEOPLE] = share;
    slope[UNSEEN] = -share;
    slope[OVERLOOKS] = -seen;
    estimate.measure(count - share * seen, slope, LOOK_EACH * seen + LOOK_ALL);
  }
}
