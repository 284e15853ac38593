import type { MotRow } from '../../models/contract/mot.ts';

/** Share of the rows above the score that counts as full certainty. */
const TOP_SHARE = 0.1;

/**
 * Brings a detector's scores to 0–1, whatever their kind (SVM margins from −0.5 to 3, probabilities, 0–100). One rule
 * for every file: the lowest score of the file becomes 0, the 90th percentile 1, straight between, cut above. Where all
 * scores are equal each is 1.
 */
export function scoreScale(rows: readonly MotRow[]): (score: number) => number {
  const sorted = Float64Array.from(rows, (row) => row.score).sort();
  const low = sorted[0] ?? 0;
  const high = sorted[Math.floor((sorted.length - 1) * (1 - TOP_SHARE))] ?? 0;
  if (!(high > low)) return () => 1;
  return (score) => Math.min(1, Math.max(0, (score - low) / (high - low)));
}
