import type { MotRow } from '../../models/contract/mot.ts';

/** Shares of the rows below the score that counts as none, and above the one that counts as full certainty. */
const LOW_SHARE = 0.02;
const TOP_SHARE = 0.1;

/**
 * Brings a detector's scores to 0–1, whatever their kind (SVM margins from −0.5 to 3, probabilities, 0–100). One rule
 * for every file: its 2nd percentile becomes 0, its 90th becomes 1, straight between, cut beyond. Where the two are
 * equal each score is 1. Ranks in place of scores were tried and cost up to 20 points of IDF1: how many false
 * detections a file holds then decides what a good score is.
 */
export function scoreScale(rows: readonly MotRow[]): (score: number) => number {
  const sorted = Float64Array.from(rows, (row) => row.score).sort();
  const low = sorted[Math.floor((sorted.length - 1) * LOW_SHARE)] ?? 0;
  const high = sorted[Math.floor((sorted.length - 1) * (1 - TOP_SHARE))] ?? 0;
  if (!(high > low)) return () => 1;
  return (score) => Math.min(1, Math.max(0, (score - low) / (high - low)));
}
