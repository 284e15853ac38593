import type { AlertSource } from '../source.ts';

/** Tries in a row that the newest run of each job has failed; 0 once one is done. */
export const jobFailed: AlertSource = {
  kind: 'job-failed',
  async read({ site, db }) {
    const rows = await db
      .selectFrom('job_run as run')
      .select(['job', 'due', 'state', 'attempts', 'error'])
      // Jobs of the whole gateway are told at each of its stores.
      .where('scope', 'in', [site.store, ''])
      .where('due', '=', (eb) =>
        eb
          .selectFrom('job_run as newest')
          .select((e) => e.fn.max<number>('newest.due').as('due'))
          .whereRef('newest.job', '=', 'run.job')
          .whereRef('newest.scope', '=', 'run.scope')
          .where('newest.started', 'is not', null),
      )
      .execute();
    return rows.map(({ job, state, attempts, error }) => {
      // The try at hand has failed only when it has ended without being done.
      const failed = state === 'done' ? 0 : state === 'running' ? attempts - 1 : attempts;
      return { subject: job, value: failed, text: `Job ${job} failed ${failed} times: ${error ?? 'it was cut off'}.` };
    });
  },
};

const HOUR_MS = 3_600_000;

/** Messages of nodes that no parser took, in the last hour of the wall's clock. */
export const importRejected: AlertSource = {
  kind: 'import-rejected',
  async read({ site, db, wallMs }) {
    const row = await db
      .selectFrom('refused')
      .select((e) => e.fn.countAll<number>().as('count'))
      .where('store', '=', site.store)
      .where('received', '>=', wallMs - HOUR_MS)
      .executeTakeFirst();
    const count = Number(row?.count ?? 0);
    return [{ subject: 'nodes', value: count, text: `${count} messages of nodes could not be read in the last hour.` }];
  },
};
