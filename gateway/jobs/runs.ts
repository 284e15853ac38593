import type { RunState } from '../../models/contract/jobs.ts';
import type { Db } from '../store/tables.ts';
import type { Due } from './schedule.ts';

/** One run in the data base. `scope` is a store, or empty for the gateway. */
export interface RunKey {
  job: string;
  scope: string;
  due: number;
}
export interface TakenRun extends RunKey {
  day: string;
  attempts: number;
}

/** A run whose process has not been heard for longer is nobody's. */
export const LEASE_MS = 60_000;

/** Up to when what was due is written down; null for a job that was never seen. */
export async function lastDue(db: Db, job: string, scope: string): Promise<number | null> {
  const query = db.selectFrom('job').select('last_due').where('job', '=', job).where('scope', '=', scope);
  return (await query.executeTakeFirst())?.last_due ?? null;
}

/**
 * Writes down what is due up to `untilMs`, in one transaction with that it was: another gateway that finds the same adds
 * nothing, since each is there once.
 */
export async function writeDue(
  db: Db,
  job: string,
  scope: string,
  dues: readonly Due[],
  untilMs: number,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    for (const { dueMs, day } of dues) {
      await tx
        .insertInto('job_run')
        .values(newRun({ job, scope, due: dueMs }, day))
        .onConflict((oc) => oc.doNothing())
        .execute();
    }
    await tx
      .insertInto('job')
      .values({ job, scope, last_due: untilMs })
      .onConflict((oc) => oc.columns(['job', 'scope']).doUpdateSet({ last_due: untilMs }))
      .execute();
  });
}

const newRun = (key: RunKey, day: string) => ({
  ...{ ...key, day, state: 'waiting' as const, attempts: 0, retry_at: 0 },
  ...{ holder: null, lease_until: null, started: null, finished: null },
  ...{ progress: null, note: null, result: null, error: null },
});

/** Writes down a run that nobody's schedule asks for, unless one waits or is under way; answers whether it did. */
export function orderRun(db: Db, key: RunKey, day: string): Promise<boolean> {
  const { job, scope } = key;
  return db.transaction().execute(async (tx) => {
    const made = await tx
      .insertInto('job_run')
      .values(newRun(key, day))
      .onConflict((oc) => oc.doNothing())
      .executeTakeFirst();
    if (made.numInsertedOrUpdatedRows === 0n) return false;
    const open = tx.selectFrom('job_run').select('due').where('job', '=', job).where('scope', '=', scope);
    const others = await open.where('state', 'in', ['waiting', 'running']).where('due', '<>', key.due).execute();
    if (others.length === 0) return true;
    const own = tx.deleteFrom('job_run').where('job', '=', job).where('scope', '=', scope);
    await own.where('due', '=', key.due).execute();
    return false;
  });
}

/** Whether anything waits, or runs somewhere: most of the time nothing does. */
export async function anyOpen(db: Db): Promise<boolean> {
  const open = db.selectFrom('job_run').select('job').where('state', 'in', ['waiting', 'running']).limit(1);
  return (await open.executeTakeFirst()) !== undefined;
}

/**
 * Takes the oldest run of a job that may start: it waits and its time has come, or its process is gone; and no other run
 * of the job is under way anywhere. One statement, so that of two gateways one gets it.
 */
export async function takeRun(
  db: Db,
  job: string,
  scope: string,
  holder: string,
  wallMs: number,
): Promise<TakenRun | undefined> {
  const of = { job, scope };
  return db
    .updateTable('job_run')
    .set((eb) => ({
      ...{ state: 'running', holder, lease_until: wallMs + LEASE_MS, started: wallMs, finished: null },
      ...{ progress: 0, note: null },
      attempts: eb('attempts', '+', 1),
    }))
    .where('job', '=', job)
    .where('scope', '=', scope)
    .where('due', '=', (eb) =>
      eb
        .selectFrom('job_run as r')
        .select((e) => e.fn.min<number>('r.due').as('due'))
        .where('r.job', '=', of.job)
        .where('r.scope', '=', of.scope)
        .where((e) =>
          e.or([
            e.and([e('r.state', '=', 'waiting'), e('r.retry_at', '<=', wallMs)]),
            e.and([e('r.state', '=', 'running'), e('r.lease_until', '<=', wallMs)]),
          ]),
        ),
    )
    .where((e) =>
      e.not(
        e.exists(
          e
            .selectFrom('job_run as other')
            .select('other.due')
            .where('other.job', '=', of.job)
            .where('other.scope', '=', of.scope)
            .where('other.state', '=', 'running')
            .where('other.lease_until', '>', wallMs),
        ),
      ),
    )
    .returning(['job', 'scope', 'due', 'day', 'attempts'])
    .executeTakeFirst();
}

export interface RunChange {
  state?: RunState;
  progress?: number;
  note?: string | null;
  result?: string;
  error?: string | null;
  retry_at?: number;
  finished?: number;
  lease_until?: number | null;
}

/** Changes a run that is still this holder's; answers whether it was. */
export async function changeRun(db: Db, key: RunKey, holder: string, change: RunChange): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('job_run')
    .set(change)
    .where('job', '=', key.job)
    .where('scope', '=', key.scope)
    .where('due', '=', key.due)
    .where('holder', '=', holder)
    .where('state', '=', 'running')
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
