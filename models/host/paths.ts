import { mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AisleError } from '../contract/errors.ts';

/** The folder that holds package.json. */
export const PROJECT = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Where state lives: `AISLE_STATE`, else `state/` in the project's folder. Made when missing. */
export function stateFolder(...parts: string[]): string {
  const folder = join(resolve(process.env.AISLE_STATE ?? join(PROJECT, 'state')), ...parts);
  makeFolder(folder, 'AISLE_STATE');
  return folder;
}

/** Throws BAD_CALL where there can be no such folder. */
function makeFolder(folder: string, variable: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const fix = `Set ${variable} to a folder that this user may write to.`;
    throw new AisleError('BAD_CALL', `cannot make the folder ${folder}: ${code}`, fix, { cause });
  }
}

/** Where what can be fetched again lives: `AISLE_CACHE`, else `.cache/` in the project's folder. Made when missing. */
export function cacheFolder(...parts: string[]): string {
  const folder = join(resolve(process.env.AISLE_CACHE ?? join(PROJECT, '.cache')), ...parts);
  makeFolder(folder, 'AISLE_CACHE');
  return folder;
}
