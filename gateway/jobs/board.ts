import { AisleError } from '../../models/contract/errors.ts';
import { instant } from '../../models/contract/ids.ts';
import type { JobOrder, JobRun, Jobs } from '../../models/contract/jobs.ts';
import { dayOf } from '../figures/buckets.ts';
import type { Db } from '../store/tables.ts';
import type { JobRunner } from './runner.ts';
import { orderRun } from './runs.ts';
import { nextDue } from './schedule.ts';
import type { JobTables } from './tables.ts';

/** What can be seen of jobs. */
export interface JobBoard {
  /** All, or those of one store and of the gateway. */
  list(store?: string): Promise<Jobs['jobs']>;
  /**
   * Has a job run now besides its schedule: a store's in that store, another without one. Throws NOT_FOUND, or CONFLICT
   * while one of its runs waits or is under way.
   */
  order(job: string, store?: string): Promise<JobOrder>;
}

export const jobBoard = (db: Db, runner: JobRunner): JobBoard => ({
  async list(store) {
    const posts = runner.posts.filter(({ scope }) => store === undefined || scope === store || scope === '');
    const latest = await newestRuns(db);
    return posts.map((post) => {
      const { job, scope, timeZone } = post;
      const next = nextDue(job.schedule, timeZone, runner.nowOf(post));
      const row = latest.get(`${job.name}/${scope}`);
      return {
        ...{ job: job.name, title: job.title, store: scope === '' ? null : scope },
        ...{ schedule: job.schedule.text, timeZone, next: next === null ? null : instant(next) },
        latest: row ? answer(row) : null,
      };
    });
  },

  async order(job, store) {
    const named = runner.posts.filter((post) => post.job.name === job);
    const post = named.find(({ scope }) => scope === (store ?? ''));
    if (!post) {
      const stores = named.map(({ scope }) => scope).filter((scope) => scope !== '');
      const fix =
        named.length === 0
          ? `Use one of: ${[...new Set(runner.posts.map((it) => it.job.name))].join(', ')}.`
          : stores.length > 0
            ? `Name its store: ${stores.slice(0, 20).join(', ')}.`
            : 'It is a job of the whole gateway: name no store.';
      throw new AisleError('NOT_FOUND', `there is no job ${job}${store ? ` of ${store}` : ''}`, fix);
    }
    const dueMs = runner.nowOf(post);
    const day = dayOf(dueMs, { timeZone: post.timeZone });
    if (!(await orderRun(db, { job, scope: post.scope, due: dueMs }, day))) {
      throw new AisleError('CONFLICT', `a run of ${job} waits or is under way`, 'Wait until it is done.');
    }
    return { job, store: store ?? null, due: instant(dueMs), day };
  },
});

async function newestRuns(db: Db): Promise<Map<string, JobTables['job_run']>> {
  const rows = await db
    .selectFrom('job_run as run')
    .selectAll()
    .where('due', '=', (eb) =>
      eb
        .selectFrom('job_run as newest')
        .select((e) => e.fn.max<number>('newest.due').as('due'))
        .whereRef('newest.job', '=', 'run.job')
        .whereRef('newest.scope', '=', 'run.scope'),
    )
    .execute();
  return new Map(rows.map((row) => [`${row.job}/${row.scope}`, row]));
}

const moment = (tMs: number | null): string | null => (tMs === null ? null : instant(Number(tMs)));

const answer = (row: JobTables['job_run']): JobRun => ({
  ...{ due: instant(Number(row.due)), day: row.day, state: row.state, attempts: row.attempts },
  ...{ started: moment(row.started), finished: moment(row.finished) },
  retryAt: row.state === 'waiting' && row.attempts > 0 ? moment(row.retry_at) : null,
  ...{ progress: row.progress, note: row.note, error: row.error },
  result: row.result === null ? null : (JSON.parse(row.result) as unknown),
});
