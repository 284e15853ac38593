import type { MotRow } from '../../models/contract/mot.ts';

const PEDESTRIAN = 1;
/** Person on a vehicle, static person, distractor, reflection: a result on one of these is neither right nor wrong. */
const DISTRACTORS: ReadonlySet<number> = new Set([2, 7, 8, 12]);
const LAST_CLASS = 13;

/**
 * Whether column 8 of a ground truth is a class (MOT16, MOT17, MOT20): a whole number from 1 to 13 in every row, with a
 * visibility from 0 to 1 beside it. The 2015 files have −1 or world coordinates there.
 */
export function hasClasses(gt: readonly MotRow[]): boolean {
  return gt.every(({ extra: [kind, visibility] }) => {
    const isClass = Number.isInteger(kind) && kind >= 1 && kind <= LAST_CLASS;
    return isClass && (Number.isNaN(visibility) || (visibility >= 0 && visibility <= 1));
  });
}

/** What a ground-truth row is for: it must be found, whatever matches it does not count, or it is as if not there. */
export type Role = 'evaluated' | 'ignored' | 'absent';

/** The role of each row by the MOTChallenge rules, for a file with or without classes. */
export function roleOf(row: MotRow, classes: boolean): Role {
  if (!classes) return row.score === 0 ? 'absent' : 'evaluated';
  if (DISTRACTORS.has(row.extra[0])) return 'ignored';
  return row.extra[0] === PEDESTRIAN && row.score !== 0 ? 'evaluated' : 'absent';
}
