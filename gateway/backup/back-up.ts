import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { AisleError } from '../../models/contract/errors.ts';
import { instant } from '../../models/contract/ids.ts';
import { openSqlite, type Sqlite } from '../../models/host/sqlite.ts';
import { VERSION } from '../../models/host/version.ts';
import { type Manifest, manifestPath, sha256Of } from './manifest.ts';
import { syncToDisk } from './sync.ts';

export interface BackUpInput {
  /** The data base; it may be in use. */
  db: string;
  /** What is written, with its manifest beside it. */
  out: string;
  wallMs: number;
}

/** Pages of 4 kB in one go; between them the others write. */
const PAGES = 500;

/**
 * Copies a data base that is in use. The copy is that of one moment after the call; it appears under its name only when
 * it is whole, checked and on the disk, with its manifest. Throws BAD_INPUT or NOT_FOUND.
 */
export async function backUp(
  { db: from, out, wallMs }: BackUpInput,
  progress: (share: number, note?: string) => void,
  signal?: AbortSignal,
): Promise<Manifest> {
  if (!existsSync(from)) {
    throw new AisleError(
      'NOT_FOUND',
      `there is no data base ${from}`,
      'Set AISLE_STATE to the gateway’s state folder.',
    );
  }
  const target = resolve(out);
  if (target === resolve(from)) {
    throw new AisleError('BAD_CALL', 'the back-up would replace the data base', 'Give another --out.');
  }
  refuseNoPlace(target);
  const part = `${target}.part`;
  const source = openSqlite(from);
  try {
    await rm(part, { force: true });
    // Without a snapshot SQLite begins anew whenever another connection commits, which under ingest never ends.
    source.exec('begin');
    source.prepare('select count(*) from sqlite_master').get();
    await source.backup(part, {
      progress({ totalPages, remainingPages }) {
        signal?.throwIfAborted();
        progress(totalPages > 0 ? 0.7 * (1 - remainingPages / totalPages) : 0, 'copying');
        return PAGES;
      },
    });
    const migrations = settleCopy(part);
    progress(0.9, 'hashing');
    await syncToDisk(part);
    const [sha256, { size }] = [await sha256Of(part, signal), await stat(part)];
    const manifest: Manifest = {
      ...{ format: 'aisle-backup-1', begun: instant(wallMs), version: VERSION },
      ...{ migrations, bytes: size, sha256 },
    };
    const manifestPart = `${manifestPath(target)}.part`;
    await writeFile(manifestPart, `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 });
    await syncToDisk(manifestPart);
    // The manifest goes last: a file without one is no back-up.
    await rm(manifestPath(target), { force: true });
    await rename(part, target);
    await rename(manifestPart, manifestPath(target));
    await syncToDisk(dirname(target));
    return manifest;
  } finally {
    source.close();
    for (const rest of ['', '-wal', '-shm', '-journal']) await rm(part + rest, { force: true });
  }
}

/** Before the work of copying: whether there can be such a file at all. */
function refuseNoPlace(target: string): void {
  const folder = statSync(dirname(target), { throwIfNoEntry: false });
  if (!folder?.isDirectory()) {
    throw new AisleError('BAD_CALL', `there is no folder ${dirname(target)}`, 'Make it, or give another --out.');
  }
  try {
    accessSync(dirname(target), constants.W_OK);
  } catch (cause) {
    const fix = 'Let this user write there, or give another --out.';
    throw new AisleError('BAD_CALL', `this user may not write to ${dirname(target)}`, fix, { cause });
  }
  if (statSync(target, { throwIfNoEntry: false })?.isDirectory()) {
    throw new AisleError('BAD_CALL', `${target} is a folder`, 'Name a file in it as --out.');
  }
}

/** Makes the copy one plain file, checks it, and answers which migrations it has. */
function settleCopy(path: string): string[] {
  const copy = openSqlite(path);
  try {
    copy.pragma('journal_mode = DELETE');
    checkIntegrity(copy, path);
    return migrationsIn(copy);
  } finally {
    copy.close();
  }
}

/** Throws BAD_INPUT with the first fault that SQLite finds. */
export function checkIntegrity(db: Sqlite, path: string): void {
  const [first] = db.pragma('integrity_check(1)') as { integrity_check: string }[];
  if (first.integrity_check === 'ok') return;
  const fix = 'Check the disk; restore the newest back-up that is sound.';
  throw new AisleError('BAD_INPUT', `${path} is damaged: ${first.integrity_check}`, fix);
}

export function migrationsIn(db: Sqlite): string[] {
  const there = db.prepare("select 1 from sqlite_master where type = 'table' and name = 'kysely_migration'").get();
  if (!there) return [];
  const rows = db.prepare('select name from kysely_migration order by name').all() as { name: string }[];
  return rows.map(({ name }) => name);
}
