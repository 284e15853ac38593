import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { backUp } from '../../../gateway/backup/back-up.ts';
import { ownState, shareState } from '../../../gateway/backup/lock.ts';
import { manifestPath } from '../../../gateway/backup/manifest.ts';
import { DB_FILE, finishRestore, restore } from '../../../gateway/backup/restore.ts';
import { backupName, rotate } from '../../../gateway/backup/rotate.ts';
import { runInThread } from '../../../gateway/jobs/worker.ts';
import { migrationNames } from '../../../gateway/store/migrations.ts';
import { openSqliteStore } from '../../../gateway/store/sqlite-store.ts';
import type { Store } from '../../../gateway/store/store.ts';
import { openSqlite } from '../../../models/host/sqlite.ts';
import { feed } from '../../support/api.ts';
import { freshDb } from '../../support/fresh-db.ts';
import { tempFolder } from '../../support/gateway.ts';
import { envelope, STORE, T0, traffic } from '../../support/messages.ts';

let state: ReturnType<typeof tempFolder>;
let out: ReturnType<typeof tempFolder>;
beforeEach(() => {
  [state, out] = [tempFolder(), tempFolder()];
});
afterEach(() => {
  state.remove();
  out.remove();
});
const known = migrationNames();
const wallMs = T0;
const message = (seq: number) => envelope('agg/traffic', seq, traffic(seq, { in: 1, out: 0 }));
// Not from 1970 on: a long range is rolled up day by day when it is first read, which costs a millisecond a day.
const all = { store: STORE, fromMs: T0, toMs: T0 + 1e11, grainMs: Number.POSITIVE_INFINITY };
const entries = async (store: Store) => (await store.traffic(all))[0]?.in ?? 0;

async function withStore<T>(folder: string, work: (store: Store) => Promise<T>): Promise<T> {
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

const backup = async (name = 'a.db') => {
  const file = join(out.path, name);
  await backUp({ db: join(state.path, DB_FILE), out: file, wallMs }, () => undefined);
  return file;
};

describe('a back-up', () => {
  it('made in a thread while messages come in holds all that was acknowledged before it began', async () => {
    const file = join(out.path, 'live.db');
    const acked = await withStore(state.path, async (store) => {
      let seq = 0;
      const send = async () => void (await feed(store, ...Array.from({ length: 50 }, () => message(++seq))));
      for (let i = 0; i < 20; i++) await send();
      const before = seq;
      const shares: number[] = [];
      const input = { db: join(state.path, DB_FILE), out: file, wallMs };
      const module = new URL('../../../gateway/backup/thread.ts', import.meta.url);
      let done = false;
      const run = runInThread(module, input, (share) => shares.push(share), new AbortController().signal).finally(
        () => {
          done = true;
        },
      );
      while (!done) {
        await send();
        await new Promise((resolve) => setImmediate(resolve));
      }
      await run;
      expect(shares.length).toBeGreaterThan(0);
      expect(seq).toBeGreaterThan(before);
      return before;
    });
    const { aside } = await restore({ file, folder: state.path, known, wallMs });
    await withStore(state.path, async (store) => {
      expect(await entries(store)).toBeGreaterThanOrEqual(acked);
      // What was kept goes on being fed.
      const had = await entries(store);
      await feed(store, envelope('agg/traffic', 900_000, traffic(1, { in: 1, out: 0 })));
      expect(await entries(store)).toBe(had + 1);
    });
    expect(existsSync(aside!)).toBe(true);
  });

  it('of many pages is not begun anew by other connections that write', async () => {
    await withStore(state.path, async (store) => {
      for (let i = 0; i < 12; i++) {
        await feed(store, ...Array.from({ length: 500 }, (_, n) => message(i * 500 + n + 1)));
      }
      let seq = 6000;
      let steps = 0;
      let last = 0;
      const file = join(out.path, 'many.db');
      const running = backUp({ db: join(state.path, DB_FILE), out: file, wallMs }, (share) => {
        expect(share).toBeGreaterThanOrEqual(last);
        last = share;
        steps++;
      });
      let done = false;
      const end = running.finally(() => {
        done = true;
      });
      while (!done) {
        await feed(store, message(++seq));
        await new Promise((resolve) => setImmediate(resolve));
      }
      await end;
      expect(steps).toBeGreaterThan(2);
      await restore({ file, folder: out.path, known, wallMs });
    });
    expect(await withStore(out.path, entries)).toBeGreaterThanOrEqual(6000);
  });

  it('leaves the file of before in place when it fails, and nothing half', async () => {
    await withStore(state.path, (store) => feed(store, message(1)));
    const file = await backup();
    const before = readFileSync(file);
    const stop = new AbortController();
    stop.abort();
    const again = backUp({ db: join(state.path, DB_FILE), out: file, wallMs }, () => undefined, stop.signal);
    await expect(again).rejects.toThrow('abort');
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(readdirSync(out.path).sort()).toEqual(['a.db', 'a.db.json']);
  });

  it('is refused over the data base itself, of one that is not there, and where no file can be', async () => {
    const db = join(state.path, DB_FILE);
    await expect(backUp({ db, out: db, wallMs }, () => undefined)).rejects.toThrow('there is no data base');
    await withStore(state.path, async () => undefined);
    await expect(backUp({ db, out: db, wallMs }, () => undefined)).rejects.toThrow('would replace');
    const to = (target: string) => backUp({ db, out: join(out.path, target), wallMs }, () => undefined);
    await expect(to('nowhere/a.db')).rejects.toThrow('there is no folder');
    await expect(to('.')).rejects.toThrow('is a folder');
    expect(readdirSync(out.path)).toEqual([]);
  });

  it('is rotated: the newest stay, and what is not ours', async () => {
    const day = 86_400_000;
    const names = Array.from({ length: 5 }, (_, i) => backupName(T0 + i * day));
    for (const name of [...names, ...names.map(manifestPath), 'mine.db', `${names[0]}.part`]) {
      writeFileSync(join(out.path, name), '');
    }
    expect(await rotate(out.path, 2)).toEqual(names.slice(0, 3));
    const left = [...names.slice(3), ...names.slice(3).map(manifestPath), 'mine.db'].sort();
    expect(readdirSync(out.path).sort()).toEqual(left);
  });
});

describe('a restore', () => {
  const folder = () => state.path;
  const attempt = (file: string, names = known) => restore({ file, folder: folder(), known: names, wallMs });

  it('brings back what was there, and keeps what it replaces aside, the newest commits in its log too', async () => {
    await withStore(folder(), (store) => feed(store, message(1)));
    const file = await backup();
    const killed = await openSqliteStore(join(folder(), DB_FILE));
    await feed(killed, message(2), message(3));
    expect(existsSync(join(folder(), `${DB_FILE}-wal`))).toBe(true);
    const { aside } = await attempt(file);
    expect(await withStore(folder(), entries)).toBe(1);
    await killed.close();
    const old = await openSqliteStore(aside!);
    expect(await entries(old)).toBe(3);
    await old.close();
    expect((await attempt(file)).aside).not.toBe(aside);
  });

  it('takes place in an empty folder', async () => {
    await withStore(folder(), (store) => feed(store, message(1)));
    const file = await backup();
    const { aside } = await restore({ file, folder: join(out.path, 'new'), known, wallMs });
    expect(aside).toBeNull();
    expect(await withStore(join(out.path, 'new'), entries)).toBe(1);
  });

  it.each<[string, (file: string) => void, RegExp]>([
    ['cut', (file) => truncateSync(file, 8192), /cut or changed/],
    [
      'changed in one byte',
      (file) => {
        const bytes = readFileSync(file);
        bytes[bytes.length - 100] ^= 1;
        writeFileSync(file, bytes);
      },
      /cut or changed/,
    ],
    ['without a manifest', (file) => writeFileSync(manifestPath(file), 'none'), /cannot read/],
    ['with another manifest', (file) => writeFileSync(manifestPath(file), '{}'), /no manifest/],
  ])('is refused when the file is %s, and changes nothing', async (_, spoil, message_) => {
    await withStore(folder(), (store) => feed(store, message(1)));
    const file = await backup();
    await withStore(folder(), (store) => feed(store, message(2)));
    spoil(file);
    await expect(attempt(file)).rejects.toThrow(message_);
    expect(await withStore(folder(), entries)).toBe(2);
    expect(readdirSync(folder()).filter((name) => /before|restoring/.test(name))).toEqual([]);
  });

  it('is refused when the data base is of a newer program', async () => {
    await withStore(folder(), async () => undefined);
    const file = await backup();
    await expect(attempt(file, known.slice(0, -1))).rejects.toThrow(/newer program/);
    expect(await attempt(file)).toBeDefined();
  });

  it('is refused while a gateway runs, of which there may be two', async () => {
    await withStore(folder(), async () => undefined);
    const file = await backup();
    const [one, two] = [shareState(folder()), shareState(folder())];
    await expect(attempt(file)).rejects.toThrow(/in use/);
    one.release();
    await expect(attempt(file)).rejects.toThrow(/in use/);
    two.release();
    await attempt(file);
    const own = ownState(folder());
    expect(() => shareState(folder())).toThrow(/in use/);
    own.release();
  });

  it('finds damage inside that the hash does not know of', async () => {
    await withStore(folder(), (store) => feed(store, message(1)));
    const path = join(folder(), DB_FILE);
    const db = openSqlite(path);
    db.pragma('wal_checkpoint(TRUNCATE)');
    db.unsafeMode();
    db.pragma('writable_schema = ON');
    db.exec("update sqlite_master set rootpage = 2 where name = 'traffic'");
    db.close();
    await expect(backup('bad.db')).rejects.toThrow(/damaged|malformed/);
    expect(readdirSync(out.path)).toEqual([]);
  });
});

describe('a restore that was killed', () => {
  const killed = async (steps: readonly ('db' | '-wal' | '-shm')[]) => {
    await withStore(state.path, (store) => feed(store, message(1)));
    const file = await backup();
    const db = join(state.path, DB_FILE);
    writeFileSync(`${db}.restoring`, readFileSync(file));
    for (const beside of ['-wal', '-shm']) writeFileSync(db + beside, 'of the data base of before');
    for (const step of steps) renameSync(step === 'db' ? db : db + step, `${db}.before-x${step === 'db' ? '' : step}`);
    return file;
  };

  it.each([[['db']], [['db', '-wal']], [['db', '-wal', '-shm']]] as const)(
    'after %j was put aside is ended at the next start, with no log of another data base beside it',
    async ([...steps]) => {
      await killed(steps);
      await finishRestore(state.path);
      const names = [DB_FILE, `${DB_FILE}.before-x`, `${DB_FILE}.before-x-shm`, `${DB_FILE}.before-x-wal`];
      expect(readdirSync(state.path).sort()).toEqual(names);
      expect(await withStore(state.path, entries)).toBe(1);
    },
  );

  it('before that changes nothing, and is begun anew', async () => {
    const file = await killed([]);
    for (const beside of ['-wal', '-shm']) rmSync(join(state.path, DB_FILE + beside));
    await finishRestore(state.path);
    expect(readdirSync(state.path).sort()).toEqual([DB_FILE, `${DB_FILE}.restoring`]);
    await restore({ file, folder: state.path, known, wallMs });
    expect(existsSync(join(state.path, `${DB_FILE}.restoring`))).toBe(false);
  });
});
