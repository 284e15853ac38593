import { existsSync } from 'node:fs';
import { copyFile, mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AisleError } from '../../models/contract/errors.ts';
import { openSqlite } from '../../models/host/sqlite.ts';
import { checkIntegrity, migrationsIn } from './back-up.ts';
import { ownState } from './lock.ts';
import { type Manifest, readManifest, sha256Of } from './manifest.ts';
import { syncToDisk } from './sync.ts';

export interface RestoreInput {
  file: string;
  /** State folder of the gateway. */
  folder: string;
  /** Migrations that this program knows. */
  known: readonly string[];
  wallMs: number;
}
export interface Restored {
  manifest: Manifest;
  /** Where the data base of before is now; null when there was none. */
  aside: string | null;
}

export const DB_FILE = 'gateway.db';
/** The files that SQLite keeps beside a data base belong to it. */
const PARTS = ['', '-wal', '-shm'];

/**
 * Puts a back-up in the place of the data base, after its hash, its integrity and its migrations have been checked on the
 * copy that will be used. What was there before stays aside. Throws STORE_BUSY while a gateway runs on the folder,
 * BAD_INPUT for a back-up that is damaged or of a newer program; then nothing has changed.
 */
export async function restore({ file, folder, known, wallMs }: RestoreInput): Promise<Restored> {
  const manifest = await readManifest(file);
  if (!existsSync(file)) {
    throw new AisleError('NOT_FOUND', `there is no ${file}`, 'Give the file that "aisle backup" has written.');
  }
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const lock = ownState(folder);
  const target = join(folder, DB_FILE);
  const part = `${target}.restoring`;
  try {
    await copyFile(file, part);
    await verify(part, file, manifest, known);
    await syncToDisk(part);
    const aside = await putAside(target, wallMs);
    await rename(part, target);
    await syncToDisk(dirname(target));
    return { manifest, aside };
  } finally {
    await rm(part, { force: true });
    lock.release();
  }
}

async function verify(part: string, name: string, manifest: Manifest, known: readonly string[]): Promise<void> {
  const older = 'Take another back-up.';
  const { size } = await stat(part);
  if (size !== manifest.bytes || (await sha256Of(part)) !== manifest.sha256) {
    throw new AisleError('BAD_INPUT', `${name} is not what its manifest says: it was cut or changed`, older);
  }
  const copy = openSqlite(part);
  try {
    copy.pragma('journal_mode = DELETE');
    checkIntegrity(copy, name);
    const strangers = migrationsIn(copy).filter((it) => !known.includes(it));
    if (strangers.length === 0) return;
    const fix = `Restore it with the version that made it (${manifest.version}) or a later one.`;
    throw new AisleError('BAD_INPUT', `${name} is of a newer program: it has ${strangers.join(', ')}`, fix);
  } finally {
    copy.close();
  }
}

async function putAside(target: string, wallMs: number): Promise<string | null> {
  if (!existsSync(target)) return null;
  const stamp = new Date(wallMs).toISOString().replaceAll(':', '').replace(/\..*/, 'Z');
  let aside = `${target}.before-${stamp}`;
  for (let n = 2; existsSync(aside); n++) aside = `${target}.before-${stamp}-${n}`;
  // A data base that was killed has its newest commits in the log beside it: they move together.
  for (const part of [...PARTS].reverse()) {
    if (existsSync(target + part)) await rename(target + part, aside + part);
  }
  return aside;
}
