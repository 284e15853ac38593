import { AisleError } from '../../models/contract/errors.ts';
import type { MotRow } from '../../models/contract/mot.ts';
import { boxIou, byFrame, EPSILON } from './boxes.ts';
import { hasClasses, type Role, roleOf } from './truth.ts';

export interface DetectionScores {
  /** Area under the precision–recall curve, all points, precision made non-increasing. */
  AP: number;
  /** At the score threshold with the best F1. */
  precision: number;
  recall: number;
  f1: number;
  threshold: number;
}

export interface FrameRange {
  from: number;
  to: number;
  step: number;
}

/** Parses `from:to[:step]`, both ends included. */
export function parseFrameRange(text: string): FrameRange {
  const [from, to, step = 1, ...rest] = text.split(':').map(Number);
  const whole = [from, to, step].every((n) => Number.isInteger(n) && n >= 0);
  if (!whole || step === 0 || to < from || rest.length > 0) {
    throw new AisleError('BAD_CALL', `"${text}" is not a range of frames`, 'Write from:to:step, such as 1:795:10.');
  }
  return { from, to, step };
}

/**
 * Detection quality of one class. Detections are taken by falling score, each takes the free ground-truth box of its
 * frame with the greatest overlap from `iou` on. One that fits only an ignored box is left out. Without `frames`, the
 * frames that the ground truth mentions count.
 */
export function evalDetections(
  gtRows: readonly MotRow[],
  detRows: readonly MotRow[],
  options: { iou?: number; frames?: FrameRange } = {},
): DetectionScores {
  const { iou = 0.5, frames } = options;
  const classes = gtRows.length > 0 && hasClasses(gtRows);
  const truth = byFrame(gtRows);
  const counts = (frame: number) =>
    frames === undefined
      ? truth.has(frame)
      : frame >= frames.from && frame <= frames.to && (frame - frames.from) % frames.step === 0;
  const roles = new Map<MotRow, Role>();
  let people = 0;
  for (const row of gtRows) {
    const role = counts(row.frame) ? roleOf(row, classes) : 'absent';
    if (role !== 'absent') roles.set(row, role);
    if (role === 'evaluated') people++;
  }
  const sorted = detRows.filter((row) => counts(row.frame)).sort((a, b) => b.score - a.score);
  const hits: { score: number; hit: boolean }[] = [];
  const taken = new Set<MotRow>();
  for (const det of sorted) {
    const best = bestFree(det, truth.get(det.frame) ?? [], roles, taken, iou);
    if (best !== undefined && roles.get(best) === 'ignored') continue;
    if (best !== undefined) taken.add(best);
    hits.push({ score: det.score, hit: best !== undefined });
  }
  return curve(hits, people);
}

/** An evaluated box goes before an ignored one, then the greater overlap. */
function bestFree(
  det: MotRow,
  truth: readonly MotRow[],
  roles: ReadonlyMap<MotRow, Role>,
  taken: ReadonlySet<MotRow>,
  iou: number,
): MotRow | undefined {
  let best: MotRow | undefined;
  let bestOverlap = 0;
  for (const row of truth) {
    const role = roles.get(row);
    if (role === undefined || taken.has(row)) continue;
    const overlap = boxIou(det, row);
    if (overlap < iou - EPSILON) continue;
    const better = best === undefined || (roles.get(best) === role ? overlap > bestOverlap : role === 'evaluated');
    if (better) {
      best = row;
      bestOverlap = overlap;
    }
  }
  return best;
}

function curve(hits: readonly { score: number; hit: boolean }[], people: number): DetectionScores {
  const precisions: number[] = [];
  let found = 0;
  let best: DetectionScores = { AP: 0, precision: 0, recall: 0, f1: 0, threshold: 1 };
  hits.forEach(({ score, hit }, i) => {
    if (hit) found++;
    const recall = found / Math.max(1, people);
    const precision = found / (i + 1);
    precisions.push(precision);
    // A threshold cannot part equal scores.
    if (hits[i + 1]?.score === score) return;
    const f1 = (2 * found) / Math.max(1, people + i + 1);
    if (f1 > best.f1) best = { AP: 0, precision, recall, f1, threshold: score };
  });
  let area = 0;
  let ceiling = 0;
  for (let i = hits.length - 1; i >= 0; i--) {
    ceiling = Math.max(ceiling, precisions[i]);
    if (hits[i].hit) area += ceiling;
  }
  return { ...best, AP: area / Math.max(1, people) };
}
