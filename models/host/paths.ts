import { mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that holds package.json. */
export const PROJECT = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Where state lives: `AISLE_STATE`, else `state/` in the project's folder. Made when missing. */
export function stateFolder(...parts: string[]): string {
  const folder = join(resolve(process.env.AISLE_STATE ?? join(PROJECT, 'state')), ...parts);
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** Where what can be fetched again lives: `AISLE_CACHE`, else `.cache/` in the project's folder. Made when missing. */
export function cacheFolder(...parts: string[]): string {
  const folder = join(resolve(process.env.AISLE_CACHE ?? join(PROJECT, '.cache')), ...parts);
  mkdirSync(folder, { recursive: true });
  return folder;
}
