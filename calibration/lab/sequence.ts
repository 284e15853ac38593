import { Assignment } from '../../edge/track/assignment.ts';
import { AisleError } from '../../models/contract/errors.ts';
import type { MotRow } from '../../models/contract/mot.ts';
import { boxIou, byFrame, EPSILON } from './boxes.ts';
import { hasClasses, roleOf } from './truth.ts';

/** One frame of a comparison: dense numbers of the people in it, and the IoU of each pair, row-major by ground truth. */
export interface ComparedFrame {
  gt: Int32Array;
  result: Int32Array;
  iou: Float64Array;
}

/** Ground truth and result over the same frames, ids renumbered from 0. */
export interface Sequence {
  frames: ComparedFrame[];
  gtIds: number;
  resultIds: number;
  gtBoxes: number;
  resultBoxes: number;
}

const IGNORE_IOU = 0.5;

/**
 * Lines up a result with its ground truth by the MOTChallenge rules: each frame's result is first matched (IoU ≥ 0.5)
 * with all of the ground truth, and what falls on a distractor is taken away; then only flagged pedestrians remain.
 */
export function lineUp(gtRows: readonly MotRow[], resultRows: readonly MotRow[]): Sequence {
  const classes = gtRows.length > 0 && hasClasses(gtRows);
  const gtFrames = byFrame(gtRows);
  const resultFrames = byFrame(resultRows);
  const numbers = [...new Set([...gtFrames.keys(), ...resultFrames.keys()])].sort((a, b) => a - b);
  const gtNumber = new Map<number, number>();
  const resultNumber = new Map<number, number>();
  const assignment = new Assignment();
  const sequence: Sequence = { frames: [], gtIds: 0, resultIds: 0, gtBoxes: 0, resultBoxes: 0 };
  for (const number of numbers) {
    const all = gtFrames.get(number) ?? [];
    const found = resultFrames.get(number) ?? [];
    refuseTwice(all, 'ground truth', number);
    refuseTwice(found, 'result', number);
    const kept = classes ? withoutIgnored(all, found, assignment) : found;
    const gt = all.filter((row) => roleOf(row, classes) === 'evaluated');
    sequence.frames.push({
      gt: Int32Array.from(gt, (row) => dense(gtNumber, row.id)),
      result: Int32Array.from(kept, (row) => dense(resultNumber, row.id)),
      iou: Float64Array.from(gt.flatMap((a) => kept.map((b) => boxIou(a, b)))),
    });
    sequence.gtBoxes += gt.length;
    sequence.resultBoxes += kept.length;
  }
  sequence.gtIds = gtNumber.size;
  sequence.resultIds = resultNumber.size;
  return sequence;
}

function withoutIgnored(gt: readonly MotRow[], found: readonly MotRow[], assignment: Assignment): readonly MotRow[] {
  if (!gt.some((row) => roleOf(row, true) === 'ignored')) return found;
  const cost = Float64Array.from(
    gt.flatMap((a) =>
      found.map((b) => {
        const iou = boxIou(a, b);
        return iou >= IGNORE_IOU - EPSILON ? -iou : Number.POSITIVE_INFINITY;
      }),
    ),
  );
  assignment.solve(gt.length, found.length, cost, 0);
  return found.filter((_, column) => {
    const row = assignment.rowOf[column];
    return row < 0 || roleOf(gt[row], true) !== 'ignored';
  });
}

function dense(numbers: Map<number, number>, id: number): number {
  let number = numbers.get(id);
  if (number === undefined) {
    number = numbers.size;
    numbers.set(id, number);
  }
  return number;
}

function refuseTwice(rows: readonly MotRow[], what: string, frame: number): void {
  const seen = new Set<number>();
  for (const { id } of rows) {
    if (seen.has(id)) {
      const fix = id < 0 ? 'These are plain detections; run `aisle track` first.' : 'An id may stand once in a frame.';
      throw new AisleError('BAD_INPUT', `${what}: id ${id} is twice in frame ${frame}`, fix);
    }
    seen.add(id);
  }
}
