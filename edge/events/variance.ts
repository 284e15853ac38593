/** How well a camera's tracks hold together, as seen so far. */
export interface TrackQuality {
  /** How often a second of presence somebody is lost from sight. */
  losses: number;
  /** Tracks linked to others, and tracks that were nobody, for each person. */
  links: number;
  nobodies: number;
  /** Standard deviation of a position. */
  jitterM: number;
  /** The same by its lower shakes only: what is added to a way, and not the way's own turns. */
  shakeM: number;
}

/**
 * Variance of one counted crossing or visit: what the expected losses, links, ghosts and jitter add to the error of a
 * count. Linear in the quality; the coefficients are a fit of (count − truth)² ÷ count on the tuning seeds (1–4) of
 * `bench events` with 32 mixtures of errors, times 1.3 for what differs from place to place. Who wavers on a line is hidden
 * by shaking in an unknown part of the crossings, so that these grow with it.
 */
export const crossingVariance = ({ losses, links, jitterM, shakeM }: TrackQuality): number =>
  0.004 + 0.13 * losses + 0.04 * links + 0.6 * jitterM + 2 * shakeM;

export const visitVariance = ({ losses, links, nobodies, jitterM }: TrackQuality): number =>
  0.004 + 0.09 * losses + 0.1 * links + 0.06 * nobodies + 0.9 * jitterM;
