import type { Motion } from './motion.ts';
import type { Places } from './places.ts';
import type { TrackQuality } from './variance.ts';

const BIN_S = 0.2;
const BINS = 32;
/** So much presence without any gap is taken as seen at the start. */
const PRIOR_S = 60;
/** What is expected of a tracker before it was seen at work, and the weight of that. */
const USUAL: Omit<TrackQuality, 'shakeM'> = { losses: 0.1, links: 0.2, nobodies: 0.1, jitterM: 0.05 };
const PRIOR_PERSONS = 10;
const PRIOR_SHAKES = 50;

/**
 * The share of shakes below the one that is followed, and that quantile of one axis's shakes in standard deviations of
 * a position. A low one: acceleration and the corners of hand-marked ways make great shakes and are no jitter.
 */
const QUANTILE = 0.2;
const QUANTILE_SIGMAS = 0.2533 * Math.sqrt(1.5);
/** It is followed by steps of this share at least, and looks no further down than this. */
const LEAST_STEP = 0.01;
const LEAST_SHAKE_M = 1e-4;
const FIRST_SHAKE_M = 0.001;

/** How often a second of presence a tracker gives somebody who is still there a new id, where nothing was learned yet. */
const BREAKS = 0.015;
const PRIOR_BREAKS_S = 300;

/** How often people are lost for how long, as plain data. */
export interface GapsState {
  /** Gaps longer than i · 0.2 s. */
  longer: number[];
  presenceS: number;
  /** Persons, tracks that were linked into them, tracks that were nobody. */
  persons: number;
  links: number;
  nobodies: number;
  /** Sum over both axes of the squares of (position − mean of its neighbours), and how many such squares. */
  shakeM2: number;
  shakes: number;
  /** The quantile of shakes, of one axis. */
  shakeM: number;
}

/** Gaps within persons, learned: what was lost in the middle tells what is lost at the ends. */
export class Gaps {
  private state: GapsState = {
    longer: new Array<number>(BINS).fill(0),
    presenceS: 0,
    persons: 0,
    links: 0,
    nobodies: 0,
    shakeM2: 0,
    shakes: 0,
    shakeM: FIRST_SHAKE_M,
  };

  gap(lengthS: number): void {
    for (let bin = 0; bin < BINS && lengthS > bin * BIN_S; bin++) this.state.longer[bin]++;
  }

  named(isSomebody: boolean): void {
    if (isSomebody) this.state.persons++;
    else this.state.nobodies++;
  }

  linked(): void {
    this.state.links++;
  }

  /** Three positions at equal distances in time. */
  shook(dxM: number, dyM: number): void {
    this.state.shakeM2 += dxM * dxM + dyM * dyM;
    this.state.shakes += 2;
    this.follow(Math.abs(dxM));
    this.follow(Math.abs(dyM));
  }

  /** Standard deviation of a position by the lower shakes only. */
  shakeM(): number {
    return this.state.shakeM / QUANTILE_SIGMAS;
  }

  /** A step up or down by which the quantile stays where it is (Robbins and Monro 1951, on its logarithm). */
  private follow(shakeM: number): void {
    const { state } = this;
    const step = Math.max(LEAST_STEP, 10 / (10 + state.shakes));
    const up = shakeM > state.shakeM ? QUANTILE : QUANTILE - 1;
    state.shakeM = Math.max(LEAST_SHAKE_M, state.shakeM * Math.exp(step * up));
  }

  /** The quality of the tracks so far; of a camera that saw little yet, mostly that of a usual tracker. */
  quality(): TrackQuality {
    const { longer, presenceS, persons, links, nobodies, shakeM2, shakes } = this.state;
    const share = (found: number, of: number, usual: number, weight: number) =>
      (found + usual * weight) / (of + weight);
    return {
      losses: share(longer[0], presenceS, USUAL.losses, PRIOR_S),
      links: share(links, persons, USUAL.links, PRIOR_PERSONS),
      nobodies: share(nobodies, persons, USUAL.nobodies, PRIOR_PERSONS),
      // The variance of a position less the mean of two others is 1.5 times that of a position.
      shakeM: this.shakeM(),
      jitterM: Math.sqrt(share(shakeM2 / 1.5, shakes, USUAL.jitterM ** 2, PRIOR_SHAKES)),
    };
  }

  /** How often a second of presence a track breaks and goes on in another. */
  breaks(): number {
    return (this.state.links + BREAKS * PRIOR_BREAKS_S) / (this.state.presenceS + PRIOR_BREAKS_S);
  }

  present(dtS: number): void {
    this.state.presenceS += dtS;
  }

  /** How often a second somebody is lost for longer than this. */
  rate(lengthS: number): number {
    const { longer, presenceS } = this.state;
    return (longer[Math.floor(lengthS / BIN_S)] ?? 0) / (presenceS + PRIOR_S);
  }

  snapshot(): GapsState {
    return structuredClone(this.state);
  }

  restore(state: GapsState): void {
    const longer = Array.from({ length: BINS }, (_, bin) => state.longer[bin] ?? 0);
    this.state = { ...structuredClone(state), longer, shakeM: state.shakeM ?? FIRST_SHAKE_M };
  }
}

/**
 * The chance that a person went on unseen for at least `afterS` seconds after the last position (`way` +1), or was there
 * so long before the first (−1), at the velocity of that moment. Two things may have happened there: the person left
 * (or came) at that very place, or was lost at the rate learned and left further on, where people leave. The rate at
 * which ends are seen at a place holds both, so what the losses explain is taken out of it.
 */
export function chanceUnseen(motion: Motion, way: 1 | -1, afterS: number, gaps: Gaps, places: Places): number {
  const rateAt = (x: number, y: number) => (way === 1 ? places.exitsSeen(x, y) : places.entriesSeen(x, y));
  let beyond = 0;
  let all = 0;
  let stays = 1;
  for (let bin = 0; bin < BINS; bin++) {
    const t = (bin + 0.5) * BIN_S;
    const x = motion.xM + way * t * motion.vx;
    const y = motion.yM + way * t * motion.vy;
    const leaves = stays * (1 - Math.exp(-rateAt(x, y) * BIN_S));
    const mass = gaps.rate(t) * leaves;
    all += mass;
    if (t > afterS) beyond += mass;
    stays -= leaves;
  }
  const here = rateAt(motion.xM, motion.yM);
  return beyond / Math.max(here, all, 1e-9);
}
