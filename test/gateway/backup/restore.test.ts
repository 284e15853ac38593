import { existsSync, readdirSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ownState, shareState } from '../../../gateway/backup/lock.ts';
import { manifestPath } from '../../../gateway/backup/manifest.ts';
import { DB_FILE, finishRestore, restore } from '../../../gateway/backup/restore.ts';
import { openSqliteStore } from '../../../gateway/store/sqlite-store.ts';
import { openSqlite } from '../../../models/host/sqlite.ts';
import { feed } from '../../support/api.ts';
import { backup, entries, known, message, out, state, wallMs, withStore } from './backup-kit.ts';

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
