/** How cameras and detectors err. Shares of boxes; pixels as shares of the box; times in seconds. */
export interface FilmNoise {
  /** Boxes missed though in full view, in bursts of this mean length. */
  missed: number;
  burstS: number;
  /** Below this visible share nothing is found; above the second everything is. */
  hidden: readonly [number, number];
  /** Standard deviation of each edge, and how long it lasts. */
  jitter: number;
  jitterS: number;
  /** Chance that two boxes that overlap by more than 60 % come as one, a frame. */
  merged: number;
  /** Boxes of nobody: a frame, and how many fixed things of a picture the detector takes for people now and then. */
  ghosts: number;
  things: number;
  /** Outages an hour and their mean length. */
  outages: number;
  outageS: number;
  /** Most that a camera's clock is behind. */
  skewS: number;
  /** From this share of the film on the first aisle camera looks this many metres beside where it did; 1: never. */
  bumpAt: number;
  bumpM: number;
  /** Somebody sits behind each till that serves. */
  cashiers: boolean;
  /** Share of shoppers who push a trolley: their boxes are wider and reach further down. */
  trolleys: number;
  /** Mannequins at the gondolas' ends, always seen as people, by every camera that looks there. */
  mannequins: number;
}

const BASE: FilmNoise = {
  missed: 0.06,
  burstS: 0.5,
  hidden: [0.3, 0.7],
  jitter: 0.02,
  jitterS: 0.3,
  merged: 0.3,
  ghosts: 0.004,
  things: 1,
  outages: 0,
  outageS: 0,
  skewS: 0,
  bumpAt: 1,
  bumpM: 0,
  cashiers: false,
  trolleys: 0,
  mannequins: 0,
};

/** Families by name; each is the base and one more trouble. */
export const NOISES: Readonly<Record<string, FilmNoise>> = {
  clean: { ...BASE, missed: 0, jitter: 0.003, merged: 0, ghosts: 0, things: 0 },
  base: BASE,
  misses: { ...BASE, missed: 0.2, burstS: 1 },
  ghosts: { ...BASE, ghosts: 0.03, things: 3 },
  crowd: { ...BASE, hidden: [0.45, 0.9], merged: 0.7 },
  jitter: { ...BASE, jitter: 0.06 },
  outages: { ...BASE, outages: 6, outageS: 20 },
  skew: { ...BASE, skewS: 0.5 },
  bump: { ...BASE, bumpAt: 0.5, bumpM: 0.6 },
  cashiers: { ...BASE, cashiers: true },
  trolleys: { ...BASE, trolleys: 0.4 },
  mannequins: { ...BASE, mannequins: 4 },
};
