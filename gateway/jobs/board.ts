import { instant } from '../../models/contract/ids.ts';
import type { JobRun, Jobs } from '../../models/contract/jobs.ts';
import type { Db } from '../store/tables.ts';
import type { JobRunner } from './runner.ts';
import { nextDue } from './schedule.ts';
import type { JobTables } from './tables.ts';

/** What can be seen of jobs. */
export interface JobBoard {
  /** All, or those of one store and of the gateway. */
  list(store?: string): Promise<Jobs['jobs']>;
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
