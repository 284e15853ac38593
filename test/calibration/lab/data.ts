import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type MotRow, parseMot } from '../../../models/contract/mot.ts';

/** The folder of measuring data that is not part of the project: AISLE_DATA, else beside the project. */
export const DATA = resolve(process.env.AISLE_DATA ?? '../shared/data');

export const HAS_DATA = existsSync(resolve(DATA, 'mot'));

/** For the name of a suite: why it does not run. */
export const WHY_NOT = HAS_DATA ? '' : ' (skipped: no measuring data; set AISLE_DATA)';

export function readMotData(path: string): MotRow[] {
  return parseMot(readFileSync(resolve(DATA, 'mot', path), 'utf8'), path);
}
