import { pino } from 'pino';
import { Board } from '../../../gateway/board.ts';
import { Clocks } from '../../../gateway/clock.ts';
import { JobRunner } from '../../../gateway/jobs/runner.ts';
import { parseSchedule } from '../../../gateway/jobs/schedule.ts';
import { openSqliteDb } from '../../../gateway/store/sqlite-store.ts';

/** What the gateways of a test share: the time, and how many run the job now and at most. */
export const SHARED = { now: 0, running: 1, most: 2, end: 3 } as const;

export interface OtherGateway {
  db: string;
  holder: string;
  shared: BigInt64Array;
}

/** A gateway's job runner with a connection and an event loop of its own, until `end` is set. */
export async function run({ db: path, holder, shared }: OtherGateway): Promise<string[]> {
  const db = await openSqliteDb(path);
  const wall = () => Number(Atomics.load(shared, SHARED.now));
  const clocks = new Clocks(new Board(wall), wall);
  const log = pino({ level: 'silent' });
  const days: string[] = [];
  const job = {
    ...{ name: 'nightly', title: 'Nightly', schedule: parseSchedule('30 2 * * *') },
    ...{ scope: 'gateway' as const, catchUp: 'each' as const },
    async run({ due }: { due: { day: string } }) {
      const running = Atomics.add(shared, SHARED.running, 1n) + 1n;
      if (running > Atomics.load(shared, SHARED.most)) Atomics.store(shared, SHARED.most, running);
      await new Promise((resolve) => setTimeout(resolve, 5));
      Atomics.sub(shared, SHARED.running, 1n);
      days.push(due.day);
    },
  };
  const runner = new JobRunner({ db, jobs: [job], sites: new Map(), clocks, timeZone: 'UTC', holder, log });
  while (Atomics.load(shared, SHARED.end) === 0n) {
    await runner.tick();
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  await runner.idle();
  await runner.close();
  await db.destroy();
  return days;
}
