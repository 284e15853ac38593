import { Assignment } from '../../edge/track/assignment.ts';
import { EPSILON } from './boxes.ts';
import type { ComparedFrame, Sequence } from './sequence.ts';

export interface Hota {
  HOTA: number;
  DetA: number;
  AssA: number;
  LocA: number;
}

/** Localisation thresholds 0.05, 0.10 … 0.95. */
const THRESHOLDS = Array.from({ length: 19 }, (_, i) => (i + 1) * 0.05);

/**
 * Higher-order tracking accuracy (Luiten et al., IJCV 2021): the mean over 19 thresholds of √(DetA · AssA). Frames are
 * matched once, by overlap weighted with how well the two ids go together over the whole sequence.
 */
export function hota(sequence: Sequence): Hota {
  const gtCount = new Float64Array(sequence.gtIds);
  const resultCount = new Float64Array(sequence.resultIds);
  for (const { gt, result } of sequence.frames) {
    for (const person of gt) gtCount[person]++;
    for (const id of result) resultCount[id]++;
  }
  const alignment = globalAlignment(sequence, gtCount, resultCount);
  const matches = new Map<number, Float64Array>();
  const TP = new Float64Array(THRESHOLDS.length);
  const overlap = new Float64Array(THRESHOLDS.length);
  const assignment = new Assignment();
  for (const { gt, result, iou } of sequence.frames) {
    const pairKey = (row: number, column: number) => gt[row] * sequence.resultIds + result[column];
    const cost = iou.map((value, at) => {
      const row = Math.floor(at / result.length);
      return value > 0 ? -value * (alignment.get(pairKey(row, at - row * result.length)) ?? 0) : 0;
    });
    assignment.solve(gt.length, result.length, cost, 0);
    for (let row = 0; row < gt.length; row++) {
      const column = assignment.columnOf[row];
      if (column < 0) continue;
      const value = iou[row * result.length + column];
      const key = pairKey(row, column);
      for (let a = 0; a < THRESHOLDS.length && value >= THRESHOLDS[a] - EPSILON; a++) {
        TP[a]++;
        overlap[a] += value;
        let counts = matches.get(key);
        if (counts === undefined) {
          counts = new Float64Array(THRESHOLDS.length);
          matches.set(key, counts);
        }
        counts[a]++;
      }
    }
  }
  return average(sequence, TP, overlap, matches, gtCount, resultCount);
}

/** By pair of ids: the soft count of frames in which they go together, as a Jaccard index. */
function globalAlignment(sequence: Sequence, gtCount: Float64Array, resultCount: Float64Array): Map<number, number> {
  const together = new Map<number, number>();
  for (const frame of sequence.frames) addTogether(together, frame, sequence.resultIds);
  for (const [key, count] of together) {
    const person = Math.floor(key / sequence.resultIds);
    const id = key - person * sequence.resultIds;
    together.set(key, count / (gtCount[person] + resultCount[id] - count));
  }
  return together;
}

function addTogether(together: Map<number, number>, { gt, result, iou }: ComparedFrame, resultIds: number): void {
  const rowSum = new Float64Array(gt.length);
  const columnSum = new Float64Array(result.length);
  for (let row = 0, at = 0; row < gt.length; row++) {
    for (let column = 0; column < result.length; column++, at++) {
      rowSum[row] += iou[at];
      columnSum[column] += iou[at];
    }
  }
  for (let row = 0, at = 0; row < gt.length; row++) {
    for (let column = 0; column < result.length; column++, at++) {
      const either = rowSum[row] + columnSum[column] - iou[at];
      if (iou[at] === 0 || either <= EPSILON) continue;
      const key = gt[row] * resultIds + result[column];
      together.set(key, (together.get(key) ?? 0) + iou[at] / either);
    }
  }
}

function average(
  sequence: Sequence,
  TP: Float64Array,
  overlap: Float64Array,
  matches: Map<number, Float64Array>,
  gtCount: Float64Array,
  resultCount: Float64Array,
): Hota {
  const sum = { HOTA: 0, DetA: 0, AssA: 0, LocA: 0 };
  for (let a = 0; a < THRESHOLDS.length; a++) {
    let associated = 0;
    for (const [key, counts] of matches) {
      const person = Math.floor(key / sequence.resultIds);
      const id = key - person * sequence.resultIds;
      associated += counts[a] ** 2 / Math.max(1, gtCount[person] + resultCount[id] - counts[a]);
    }
    const DetA = TP[a] / Math.max(1, sequence.gtBoxes + sequence.resultBoxes - TP[a]);
    const AssA = associated / Math.max(1, TP[a]);
    sum.HOTA += Math.sqrt(DetA * AssA);
    sum.DetA += DetA;
    sum.AssA += AssA;
    sum.LocA += TP[a] === 0 ? 1 : overlap[a] / TP[a];
  }
  const n = THRESHOLDS.length;
  return { HOTA: sum.HOTA / n, DetA: sum.DetA / n, AssA: sum.AssA / n, LocA: sum.LocA / n };
}
