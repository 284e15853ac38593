import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { openSqlite } from '../../models/host/sqlite.ts';
import { UPLOADS } from './upload.ts';

/** No upload is written or read for longer. */
const OLD_MS = 86_400_000;

/**
 * Deletes what a gateway that was killed left of files that were being sent: whoever sent one got no answer, and sends it
 * again. Where other gateways work on the folder, only what is too old to be theirs. Answers how many there were.
 */
export function sweepUploads(statePath: string, wallMs: number, alone: boolean): number {
  const folder = join(statePath, UPLOADS);
  if (!existsSync(folder)) return 0;
  let swept = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(folder, entry.name);
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat === undefined || !(alone || stat.mtimeMs < wallMs - OLD_MS)) continue;
    rmSync(path, { force: true });
    swept++;
  }
  return swept;
}

/** Says of imports that were killed that they have ended. Only for whoever has the data base alone. */
export function endCutOffImports(dbPath: string, wallMs: number): void {
  if (!existsSync(dbPath)) return;
  const db = openSqlite(dbPath);
  try {
    const error = 'it was cut off: what it had stored is stored; send the file again for the rest';
    for (const table of ['pos_imports', 'reference_import']) {
      // It may be of an older form: nobody has migrated it yet.
      if (!db.prepare("select 1 from sqlite_master where type = 'table' and name = ?").get(table)) continue;
      const set = `update ${table} set state = 'failed', ended = ?, error = ? where state = 'running'`;
      db.prepare(set).run(wallMs, error);
    }
  } finally {
    db.close();
  }
}
