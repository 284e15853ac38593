/** How well a camera's tracks hold together, as seen so far. */
export interface TrackQuality {
  /** How often a second of presence somebody is lost from sight. */
  losses: number;
  /** Tracks linked to others, and tracks that were nobody, for each person. */
  links: number;
  nobodies: number;
  /** Standard deviation of a position. */
  jitterM: number;
}

/**
 * Variance of one counted crossing or visit: what the expected losses, links, ghosts and jitter add to the error of a
 * count. Linear in the quality; the coefficients are a fit of (count − truth)² ÷ count on the tuning seeds (1–4) of
 * `bench events` with 32 mixtures of errors, rounded upwards.
 */
export const crossingVariance = ({ losses, links, jitterM }: TrackQuality): number =>
  0.003 + 0.1 * losses + 0.03 * links + 0.45 * jitterM;

export const visitVariance = ({ losses, links, nobodies, jitterM }: TrackQuality): number =>
  0.003 + 0.07 * losses + 0.08 * links + 0.05 * nobodies + 0.7 * jitterM;
