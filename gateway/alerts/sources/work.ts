import { rejectedSince } from '../../pos/imports.ts';
import type { Db } from '../../store/tables.ts';
import type { AlertSource, Reading } from '../source.ts';

/** Tries in a row that the newest run of each job has failed; 0 once one is done. */
export const jobFailed: AlertSource = {
  kind: 'job-failed',
  read: ({ site, db }) => failures(db, site.store),
  readGateway: (db) => failures(db, ''),
};

/** Of the jobs of a store, or of those of the whole gateway. */
async function failures(db: Db, scope: string): Promise<Reading[]> {
  const rows = await db
    .selectFrom('job_run as run')
    .select(['job', 'due', 'state', 'attempts', 'error'])
    .where('scope', '=', scope)
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
}

const HOUR_MS = 3_600_000;

/** What could not be read in the last hour of the wall's clock: messages of nodes, lines of tills, rows of other files. */
export const importRejected: AlertSource = {
  kind: 'import-rejected',
  async read({ site, db, wallMs }) {
    const sinceMs = wallMs - HOUR_MS;
    const refused = await db
      .selectFrom('refused')
      .select((e) => e.fn.countAll<number>().as('count'))
      .where('store', '=', site.store)
      .where('received', '>=', sinceMs)
      .executeTakeFirst();
    const rows = await db
      .selectFrom('reference_import')
      .select((e) => e.fn.sum<number | null>('rejected').as('count'))
      .where('store', '=', site.store)
      // Counted when the import ends, however long it took.
      .where('ended', '>=', sinceMs)
      .executeTakeFirst();
    const reference = Number(rows?.count ?? 0);
    const [nodes, tills] = [Number(refused?.count ?? 0), await rejectedSince(db, site.store, sinceMs)];
    return [
      { subject: 'nodes', value: nodes, text: `${nodes} messages of nodes could not be read in the last hour.` },
      { subject: 'tills', value: tills, text: `${tills} lines of tills could not be read in the last hour.` },
      {
        ...{ subject: 'reference', value: reference },
        text: `${reference} rows of products, prices and the like could not be read in the last hour.`,
      },
    ];
  },
};
