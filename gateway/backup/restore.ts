import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AisleError } from '../../models/contract/errors.ts';
import { openSqlite } from '../../models/host/sqlite.ts';
import { checkIntegrity, migrationsIn } from './back-up.ts';
import { type Carried, carryOver } from './carry-over.ts';
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
  /** See carry-over.ts. */
  keepTokens?: boolean;
}
export interface Restored {
  manifest: Manifest;
  /** Where the data base of before is now; null when there was none. */
  aside: string | null;
  access: Carried;
}

export const DB_FILE = 'gateway.db';
/** What SQLite keeps beside a data base belongs to it: put beside another it would be read into that. */
const BESIDE = ['-wal', '-shm'];
const partOf = (target: string): string => `${target}.restoring`;

/**
 * Puts a back-up in the place of the data base, after its hash, its integrity and its migrations have been checked on the
 * copy that will be used, and what was taken away since has been taken away in it. What was there before stays aside. Throws STORE_BUSY while a gateway runs on the folder,
 * BAD_INPUT for a back-up that is damaged or of a newer program; then nothing has changed.
 */
export async function restore({ file, folder, known, wallMs, keepTokens }: RestoreInput): Promise<Restored> {
  const manifest = await readManifest(file);
  if (!existsSync(file)) {
    throw new AisleError('NOT_FOUND', `there is no ${file}`, 'Give the file that "aisle backup" has written.');
  }
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const lock = ownState(folder);
  const target = join(folder, DB_FILE);
  const part = partOf(target);
  try {
    await finishRestore(folder);
    await copyFile(file, part);
    await verify(part, file, manifest, known);
    const access = await carryOver({ restored: part, before: target, folder, wallMs, keepTokens });
    await syncToDisk(part);
    const aside = await putAside(target, wallMs);
    await finishRestore(folder);
    return { manifest, aside, access };
  } finally {
    // Where the data base of before is aside already, it is what the next start needs.
    if (existsSync(target)) for (const beside of ['', ...BESIDE]) await rm(part + beside, { force: true });
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

/** Whether a restore was cut off after the data base of before was put aside. */
export const isRestoreCut = (folder: string): boolean =>
  !existsSync(join(folder, DB_FILE)) && existsSync(partOf(join(folder, DB_FILE)));

/**
 * Ends a restore that was cut off after the data base of before was put aside: what stands ready in its place was
 * checked. To be called before a data base is opened, or an empty one would be made.
 */
export async function finishRestore(folder: string): Promise<void> {
  const target = join(folder, DB_FILE);
  const part = partOf(target);
  if (!isRestoreCut(folder)) return;
  const before = (await readdir(folder)).filter((name) => isAside(name)).sort();
  const aside = before.length > 0 ? join(folder, before[before.length - 1]) : undefined;
  for (const beside of BESIDE) {
    if (!existsSync(target + beside)) continue;
    if (aside) await rename(target + beside, aside + beside);
    else await rm(target + beside);
  }
  await rename(part, target);
  await syncToDisk(dirname(target));
}

const isAside = (name: string): boolean =>
  name.startsWith(`${DB_FILE}.before-`) && !BESIDE.some((beside) => name.endsWith(beside));

/** Names sort by their time. */
async function putAside(target: string, wallMs: number): Promise<string | null> {
  if (!existsSync(target)) return null;
  const stamp = new Date(wallMs).toISOString().replaceAll(':', '').replace(/\..*/, 'Z');
  let aside = `${target}.before-${stamp}`;
  for (let n = 2; existsSync(aside); n++) aside = `${target}.before-${stamp}-${n}`;
  // First the data base: with its log gone and itself still there, a gateway would start without its newest commits.
  await rename(target, aside);
  for (const beside of BESIDE) if (existsSync(target + beside)) await rename(target + beside, aside + beside);
  return aside;
}
