import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { backUp } from '../../../gateway/backup/back-up.ts';
import { DB_FILE } from '../../../gateway/backup/restore.ts';
import { migrationNames } from '../../../gateway/store/migrations.ts';
import { openSqliteStore } from '../../../gateway/store/sqlite-store.ts';
import type { Store } from '../../../gateway/store/store.ts';
import { freshDb } from '../../support/fresh-db.ts';
import { tempFolder } from '../../support/gateway.ts';
import { envelope, STORE, T0, traffic } from '../../support/messages.ts';

/** A state folder and one for back-ups, for tests: each gets its own, which go behind it. */
export let state: ReturnType<typeof tempFolder>;
export let out: ReturnType<typeof tempFolder>;
beforeEach(() => {
  [state, out] = [tempFolder(), tempFolder()];
});
afterEach(() => {
  state.remove();
  out.remove();
});
export const known = migrationNames();
export const wallMs = T0;
export const message = (seq: number) => envelope('agg/traffic', seq, traffic(seq, { in: 1, out: 0 }));
// Not from 1970 on: a long range is rolled up day by day when it is first read, which costs a millisecond a day.
export const all = { store: STORE, fromMs: T0, toMs: T0 + 1e11, grainMs: Number.POSITIVE_INFINITY };
export const entries = async (store: Store) => (await store.traffic(all))[0]?.in ?? 0;

export async function withStore<T>(folder: string, work: (store: Store) => Promise<T>): Promise<T> {
  const path = join(folder, DB_FILE);
  if (!existsSync(path)) {
    mkdirSync(folder, { recursive: true });
    await (await freshDb(path)).destroy();
  }
  const store = await openSqliteStore(path);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

export const backup = async (name = 'a.db') => {
  const file = join(out.path, name);
  await backUp({ db: join(state.path, DB_FILE), out: file, wallMs }, () => undefined);
  return file;
};
