import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { manifestPath } from './manifest.ts';

const NAME = /^gateway-\d{8}T\d{6}Z\.db$/;

/** The name of a back-up by the moment it was begun; names sort by time. */
export const backupName = (wallMs: number): string =>
  `gateway-${new Date(wallMs).toISOString().replace(/[-:]/g, '').replace(/\.\d+/, '')}.db`;

/** Removes all but the newest `keep` back-ups of a folder, and what an interrupted one left. Other files are left alone. */
export async function rotate(folder: string, keep: number): Promise<string[]> {
  const files = await readdir(folder);
  const backups = files.filter((name) => NAME.test(name)).sort();
  const old = backups.slice(0, Math.max(0, backups.length - keep));
  const parts = files.filter((name) => /^gateway-\d{8}T\d{6}Z\.db(\.json)?\.part/.test(name));
  for (const name of old) await rm(manifestPath(join(folder, name)), { force: true });
  for (const name of [...old, ...parts]) await rm(join(folder, name), { force: true });
  return old;
}
