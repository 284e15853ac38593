import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { backUp } from '../../../gateway/backup/back-up.ts';
import { manifestPath } from '../../../gateway/backup/manifest.ts';
import { DB_FILE, restore } from '../../../gateway/backup/restore.ts';
import { backupName, rotate } from '../../../gateway/backup/rotate.ts';
import { runInThread } from '../../../gateway/jobs/worker.ts';
import { feed } from '../../support/api.ts';
import { envelope, T0, traffic } from '../../support/messages.ts';
import { backup, entries, known, message, out, state, wallMs, withStore } from './backup-kit.ts';

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
