import { HISTOGRAM_EDGES_S } from '../contract/histogram.ts';

/**
 * Quantile in seconds of durations of which some were cut short: `ended[i]` ended in bin i, `censored[i]` were last seen
 * in bin i. The Kaplan–Meier product limit on grouped data, in its actuarial form: a visit cut inside a bin is at risk for
 * half of it (Kaplan & Meier 1958, section 3; Cutler & Ederer 1958). Linear inside a bin; the open last bin answers its
 * lower edge. `undefined` when there are no ended visits, or when so many were cut that the quantile lies beyond what was
 * seen. Bins below 0, as corrections may leave them, count as 0.
 */
export function kaplanMeierQuantile(
  ended: readonly number[],
  censored: readonly number[],
  q: number,
): number | undefined {
  let atRisk = 0;
  for (let bin = 0; bin < ended.length; bin++) atRisk += Math.max(0, ended[bin]) + Math.max(0, censored[bin]);
  let survival = 1;
  for (let bin = 0; bin < ended.length; bin++) {
    const ends = Math.max(0, ended[bin]);
    const cut = Math.max(0, censored[bin]);
    if (ends > 0) {
      const next = survival * (1 - ends / (atRisk - cut / 2));
      if (1 - next >= q - 1e-12) {
        const lower = bin === 0 ? 0 : HISTOGRAM_EDGES_S[bin - 1];
        const upper = HISTOGRAM_EDGES_S[bin] ?? lower;
        return lower + (Math.max(0, survival - (1 - q)) / (survival - next)) * (upper - lower);
      }
      survival = next;
    }
    atRisk -= ends + cut;
  }
  return undefined;
}
