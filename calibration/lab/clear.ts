import { Assignment } from '../../edge/track/assignment.ts';
import { EPSILON } from './boxes.ts';
import type { Sequence } from './sequence.ts';

export interface Clear {
  TP: number;
  FP: number;
  FN: number;
  IDSW: number;
  frag: number;
  MT: number;
  PT: number;
  ML: number;
  MOTA: number;
  /** Mean IoU of the matched boxes. */
  MOTP: number;
  recall: number;
  precision: number;
}

/** Above any sum of overlaps in a frame: a pair that was matched in the frame before stays matched if it can. */
const KEEP = 1000;
const LEAST_IOU = 0.5;

/**
 * CLEAR MOT (Bernardin and Stiefelhagen 2008) as the MOTChallenge kit counts it: pairs from IoU 0.5 on, the pairs of
 * the frame before first; a switch is a person whose last id was another one.
 */
export function clearMot(sequence: Sequence): Clear {
  const assignment = new Assignment();
  const lastId = new Int32Array(sequence.gtIds).fill(-1);
  const idBefore = new Int32Array(sequence.gtIds).fill(-1);
  const idNow = new Int32Array(sequence.gtIds).fill(-1);
  const present = new Int32Array(sequence.gtIds);
  const tracked = new Int32Array(sequence.gtIds);
  const stretches = new Int32Array(sequence.gtIds);
  let TP = 0;
  let IDSW = 0;
  let overlap = 0;
  for (const { gt, result, iou } of sequence.frames) {
    idNow.fill(-1);
    const cost = iou.map((value, at) => {
      if (value < LEAST_IOU - EPSILON) return Number.POSITIVE_INFINITY;
      const row = Math.floor(at / result.length);
      return -(idBefore[gt[row]] === result[at - row * result.length] ? KEEP + value : value);
    });
    assignment.solve(gt.length, result.length, cost, 0);
    for (let row = 0; row < gt.length; row++) {
      const person = gt[row];
      present[person]++;
      const column = assignment.columnOf[row];
      if (column < 0) continue;
      const id = result[column];
      TP++;
      overlap += iou[row * result.length + column];
      tracked[person]++;
      if (lastId[person] >= 0 && lastId[person] !== id) IDSW++;
      if (idBefore[person] < 0) stretches[person]++;
      lastId[person] = id;
      idNow[person] = id;
    }
    idBefore.set(idNow);
  }
  const FN = sequence.gtBoxes - TP;
  const FP = sequence.resultBoxes - TP;
  const ratios = Array.from(tracked, (count, person) => count / present[person]);
  const MT = ratios.filter((ratio) => ratio > 0.8).length;
  const ML = ratios.filter((ratio) => ratio < 0.2).length;
  return {
    TP,
    FP,
    FN,
    IDSW,
    frag: stretches.reduce((sum, count) => sum + Math.max(0, count - 1), 0),
    MT,
    PT: sequence.gtIds - MT - ML,
    ML,
    MOTA: (TP - FP - IDSW) / Math.max(1, sequence.gtBoxes),
    MOTP: overlap / Math.max(1, TP),
    recall: TP / Math.max(1, sequence.gtBoxes),
    precision: TP / Math.max(1, sequence.resultBoxes),
  };
}
