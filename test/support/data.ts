import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { cacheFolder, PROJECT } from '../../models/host/paths.ts';

/** The folder of reference data: AISLE_DATA, else `shared/data` beside the project. It may not be there. */
export const DATA = resolve(process.env.AISLE_DATA ?? join(PROJECT, '..', 'shared', 'data'));

/** The demo camera's footage; it may not be there. */
export const FOOTAGE = process.env.AISLE_FOOTAGE ?? join(cacheFolder('footage'), 'vtest.avi');

/** Why a test that needs these files cannot run; undefined when it can. */
export function missing(...paths: string[]): string | undefined {
  const absent = paths.find((path) => !existsSync(path));
  return absent === undefined ? undefined : `${absent} is not there`;
}
