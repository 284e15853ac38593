import { Assignment } from '../../edge/track/assignment.ts';
import { EPSILON } from './boxes.ts';
import type { Sequence } from './sequence.ts';

export interface Identity {
  IDTP: number;
  IDF1: number;
  IDP: number;
  IDR: number;
}

const LEAST_IOU = 0.5;

/**
 * Identity measures (Ristani et al. 2016): each person gets at most one id for the whole sequence, chosen so that the
 * most boxes agree (IoU ≥ 0.5).
 */
export function identity(sequence: Sequence): Identity {
  const { frames, gtIds, resultIds, gtBoxes, resultBoxes } = sequence;
  const cost = new Float64Array(gtIds * resultIds);
  for (const { gt, result, iou } of frames) {
    for (let row = 0, at = 0; row < gt.length; row++) {
      for (let column = 0; column < result.length; column++, at++) {
        if (iou[at] >= LEAST_IOU - EPSILON) cost[gt[row] * resultIds + result[column]]--;
      }
    }
  }
  const assignment = new Assignment();
  assignment.solve(gtIds, resultIds, cost, 0);
  let IDTP = 0;
  for (let person = 0; person < gtIds; person++) {
    const id = assignment.columnOf[person];
    if (id >= 0) IDTP -= cost[person * resultIds + id];
  }
  return {
    IDTP,
    IDF1: (2 * IDTP) / Math.max(1, gtBoxes + resultBoxes),
    IDP: IDTP / Math.max(1, resultBoxes),
    IDR: IDTP / Math.max(1, gtBoxes),
  };
}
