import { DateTime } from 'luxon';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Board } from '../../../gateway/board.ts';
import { Clocks } from '../../../gateway/clock.ts';
import { jobBoard } from '../../../gateway/jobs/board.ts';
import type { Job, RunContext } from '../../../gateway/jobs/job.ts';
import { JobRunner } from '../../../gateway/jobs/runner.ts';
import { parseSchedule } from '../../../gateway/jobs/schedule.ts';
import { runInThread } from '../../../gateway/jobs/worker.ts';
import { openSqliteDb } from '../../../gateway/store/sqlite-store.ts';
import type { Db } from '../../../gateway/store/tables.ts';
import { eventually, silent, tempFolder, testSite } from '../../support/gateway.ts';
import { birth, NODE, STORE } from '../../support/messages.ts';
import { type OtherGateway, SHARED } from './other-gateway.ts';

let folder: ReturnType<typeof tempFolder>;
let db: Db;
const time = { nowMs: 0 };
const runners: JobRunner[] = [];
beforeEach(async () => {
  folder = tempFolder();
  db = await openSqliteDb(`${folder.path}/gateway.db`);
  time.nowMs = Date.UTC(2026, 9, 1, 8);
});
afterEach(async () => {
  for (const runner of runners.splice(0)) await runner.close();
  await db.destroy();
  folder.remove();
});

const job = (changes: Partial<Job> & Pick<Job, 'run'>): Job => ({
  ...{ name: 'nightly', title: 'Nightly', schedule: parseSchedule('30 2 * * *'), scope: 'store', catchUp: 'once' },
  ...changes,
});

function runnerOf(jobs: Job[], timeZone = 'Europe/Berlin', holder = 'one'): { runner: JobRunner; board: Board } {
  const board = new Board(() => time.nowMs);
  const clocks = new Clocks(board, () => time.nowMs);
  const sites = new Map([[STORE, testSite({ timeZone })]]);
  const runner = new JobRunner({ db, jobs, sites, clocks, timeZone: 'UTC', holder, log: silent });
  runners.push(runner);
  return { runner, board };
}
async function pass(runner: JobRunner, ms = 0): Promise<void> {
  time.nowMs += ms;
  await runner.tick();
  await runner.idle();
}
const HOUR = 3_600_000;
const rows = () => db.selectFrom('job_run').select(['day', 'state', 'attempts', 'error']).orderBy('due').execute();

describe('the runner', () => {
  it.each([
    ['Europe/Berlin', '2026-03-26', '2026-10-22'],
    ['America/New_York', '2026-03-05', '2026-10-29'],
    ['Australia/Lord_Howe', '2026-04-02', '2026-10-01'],
  ])('runs a nightly job in %s once for each day over both changes of the clock', async (zone, ...weeks) => {
    for (const first of weeks) {
      const seen: string[] = [];
      const { runner } = runnerOf([job({ name: `n${first}`, run: async ({ due }) => void seen.push(due.day) })], zone);
      const start = DateTime.fromISO(`${first}T12:00`, { zone });
      time.nowMs = start.toMillis();
      for (let i = 0; i < 7 * 24; i++) await pass(runner, i === 0 ? 0 : HOUR);
      const days = Array.from({ length: 7 }, (_, i) => start.plus({ days: i + 1 }).toISODate());
      expect(seen).toEqual(days.slice(0, seen.length));
      expect(seen.length).toBeGreaterThanOrEqual(6);
    }
  });

  it('makes up for downtime once, or once for each day, as the job says', async () => {
    const seen: string[] = [];
    const note =
      (name: string) =>
      async ({ due }: RunContext) =>
        void seen.push(`${name} ${due.day}`);
    const jobs = [job({ name: 'once', run: note('once') }), job({ name: 'each', catchUp: 'each', run: note('each') })];
    const first = runnerOf(jobs);
    await pass(first.runner);
    // A job that is new here has missed nothing.
    expect(seen).toEqual([]);
    await first.runner.close();
    const { runner } = runnerOf(jobs);
    await pass(runner, 4 * 24 * HOUR);
    for (let i = 0; i < 5; i++) await pass(runner, 1000);
    expect(seen.filter((it) => it.startsWith('once'))).toEqual(['once 2026-10-05']);
    expect(seen.filter((it) => it.startsWith('each'))).toEqual([2, 3, 4, 5].map((d) => `each 2026-10-0${d}`));
  });

  it('of two gateways on one data base lets one run what is due, and never both at a time', {
    timeout: 60_000,
  }, async () => {
    const shared = new BigInt64Array(new SharedArrayBuffer(8 * 4));
    Atomics.store(shared, SHARED.now, BigInt(time.nowMs));
    const module = new URL('./other-gateway.ts', import.meta.url);
    const path = `${folder.path}/gateway.db`;
    const gateways = ['a', 'b'].map((holder) =>
      runInThread<OtherGateway, string[]>(module, { db: path, holder, shared }, () => {}, new AbortController().signal),
    );
    await eventually(async () => (await db.selectFrom('job').selectAll().execute()).length > 0, 15_000);
    for (let day = 1; day <= 10; day++) {
      Atomics.add(shared, SHARED.now, BigInt(24 * HOUR));
      // Written down as done: a day later the lease of one that is not is over, and the other would rightly run it.
      await eventually(async () => (await rows()).filter(({ state }) => state === 'done').length >= day, 15_000);
    }
    Atomics.store(shared, SHARED.end, 1n);
    const days = (await Promise.all(gateways)).flat().sort();
    expect(days).toEqual(Array.from({ length: 10 }, (_, i) => `2026-10-${String(i + 2).padStart(2, '0')}`));
    expect(Atomics.load(shared, SHARED.most)).toBe(1n);
  });

  it('takes over from a process that was killed, when its lease is over', async () => {
    let hang = true;
    const seen: string[] = [];
    const work = job({
      run: ({ due }) => (hang ? new Promise(() => undefined) : Promise.resolve(void seen.push(due.day))),
    });
    const dead = runnerOf([work], 'UTC', 'dead').runner;
    await dead.tick();
    time.nowMs += 24 * HOUR;
    await dead.tick();
    expect(await rows()).toMatchObject([{ state: 'running', attempts: 1 }]);
    runners.splice(runners.indexOf(dead), 1);
    hang = false;
    const { runner } = runnerOf([work], 'UTC', 'heir');
    await pass(runner, 59_000);
    expect(seen).toEqual([]);
    await pass(runner, 2000);
    expect(seen).toEqual(['2026-10-02']);
    expect(await rows()).toMatchObject([{ state: 'done', attempts: 2 }]);
  });

  it('tries again with longer and longer waits, says why, and gives up', async () => {
    const { runner } = runnerOf([job({ run: () => Promise.reject(new Error('no disk')) })], 'UTC');
    await pass(runner);
    await pass(runner, 24 * HOUR);
    expect(await rows()).toMatchObject([{ state: 'waiting', attempts: 1, error: 'no disk' }]);
    for (const [waitS, attempts] of [
      [59, 1],
      [1, 2],
      [299, 2],
      [1, 3],
      [900, 4],
      [3600, 5],
    ] as const) {
      await pass(runner, waitS * 1000);
      expect(await rows()).toMatchObject([{ attempts }]);
    }
    expect(await rows()).toMatchObject([{ state: 'failed', error: 'no disk' }]);
    await pass(runner, 10 * HOUR);
    expect((await rows())[0].attempts).toBe(5);
    await pass(runner, 14 * HOUR);
    expect(await rows()).toHaveLength(2);
  });

  it('cut off by the end of the gateway goes on at the next start, and it is no failure', async () => {
    let cut = 0;
    const work = job({
      run: (_, __, signal) =>
        cut++ > 0
          ? Promise.resolve('well')
          : new Promise((_resolve, reject) => signal.addEventListener('abort', reject)),
    });
    const first = runnerOf([work], 'UTC').runner;
    await pass(first);
    time.nowMs += 24 * HOUR;
    await first.tick();
    await first.close();
    expect(await rows()).toMatchObject([{ state: 'waiting' }]);
    const { runner } = runnerOf([work], 'UTC');
    await pass(runner, 1000);
    expect(await rows()).toMatchObject([{ state: 'done' }]);
  });

  it('shows what is due, how far it is and what came of it', async () => {
    let go = () => {};
    const work = job({
      async run(_, progress) {
        progress(0.4, 'half way');
        await new Promise<void>((resolve) => {
          go = resolve;
        });
        return { rows: 3 };
      },
    });
    const { runner } = runnerOf([work]);
    const board = jobBoard(db, runner);
    await pass(runner);
    expect(await board.list()).toMatchObject([
      { job: 'nightly', store: STORE, latest: null, next: '2026-10-02T00:30:00.000Z' },
    ]);
    time.nowMs += 24 * HOUR;
    await runner.tick();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect((await board.list())[0].latest).toMatchObject({ state: 'running', progress: 0.4, note: 'half way' });
    go();
    await runner.idle();
    const { latest, next } = (await board.list(STORE))[0];
    expect(latest).toMatchObject({ day: '2026-10-02', state: 'done', progress: 1, result: { rows: 3 }, retryAt: null });
    expect(next).toBe('2026-10-03T00:30:00.000Z');
    expect(await board.list('other')).toEqual([]);
  });

  it('lives in the time of a simulated store', async () => {
    const seen: string[] = [];
    const { runner, board } = runnerOf([job({ run: async ({ due }) => void seen.push(due.day) })], 'UTC');
    await pass(runner);
    // The store turns out to be simulated, in the year before.
    board.node(STORE, NODE).birth = birth({ clock: 'simulated' });
    const clocks = new Clocks(board, () => time.nowMs);
    const sites = new Map([[STORE, testSite({ timeZone: 'UTC' })]]);
    const simulated = new JobRunner({
      ...{ db, sites, clocks, timeZone: 'UTC', holder: 'sim', log: silent },
      jobs: [job({ run: async ({ due }) => void seen.push(due.day) })],
    });
    runners.push(simulated);
    clocks.saw(STORE, Date.UTC(2025, 0, 10, 12));
    await pass(simulated);
    clocks.saw(STORE, Date.UTC(2025, 0, 11, 12));
    await pass(simulated);
    expect(seen).toEqual(['2025-01-11']);
  });
});
