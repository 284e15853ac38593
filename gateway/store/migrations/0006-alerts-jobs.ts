import { type Kysely, type Migration, sql } from 'kysely';

/** Alerts with their life and who did what, the outbox of the channels, runs of jobs. Times are UTC milliseconds. */
export const alertsJobs: Migration = {
  async up(db: Kysely<unknown>) {
    for (const [table, { columns, key }] of Object.entries(TABLES)) {
      let made = db.schema.createTable(table);
      for (const [column, type] of Object.entries(columns)) {
        if (type === 'id') made = made.addColumn(column, 'integer', (c) => c.primaryKey().autoIncrement());
        else {
          const optional = type.endsWith('?');
          made = made.addColumn(column, sql.raw(type.replace('?', '')), (c) => (optional ? c : c.notNull()));
        }
      }
      if (key) made = made.addPrimaryKeyConstraint(`${table}_key`, key as never);
      await made.execute();
    }
    for (const [index, [table, columns, unique]] of Object.entries(INDEXES)) {
      const made = db.schema.createIndex(index).on(table).columns(columns);
      await (unique ? made.unique() : made).execute();
    }
  },

  async down(db: Kysely<unknown>) {
    for (const table of Object.keys(TABLES).reverse()) await db.schema.dropTable(table).execute();
  },
};

/** Types of columns; with `?` the column may be null. */
const TABLES: Record<string, { columns: Record<string, string>; key?: string[] }> = {
  alert: {
    columns: {
      ...{ id: 'text', store: 'text', rule: 'text', source: 'text', subject: 'text', text: 'text' },
      ...{ department: 'text', severity: 'text', status: 'text', value: 'double precision?' },
      ...{ threshold: 'double precision', money_per_hour: 'double precision', opened: 'bigint', ended: 'bigint?' },
      ...{ returns: 'integer', claimed_by: 'text?', escalate_at: 'bigint?', escalated: 'bigint?' },
    },
    key: ['id'],
  },
  alert_change: {
    columns: { id: 'id', alert: 'text', at: 'bigint', actor: 'text', change: 'text', note: 'text?' },
  },
  alert_state: {
    columns: {
      ...{ rule: 'text', store: 'text', subject: 'text', phase: 'text', since: 'bigint', alert: 'text?' },
      ...{ ended: 'bigint?' },
    },
    key: ['rule', 'store', 'subject'],
  },
  alert_signal: {
    columns: {
      ...{ source: 'text', store: 'text', subject: 'text', value: 'double precision?', at: 'bigint', text: 'text' },
    },
    key: ['source', 'store', 'subject'],
  },
  alert_cursor: { columns: { name: 'text', message: 'bigint' }, key: ['name'] },
  delivery: {
    columns: {
      ...{ id: 'id', idempotency: 'text', channel: 'text', sequence: 'text', payload: 'text', state: 'text' },
      ...{ attempts: 'integer', next_at: 'bigint', created: 'bigint', sent: 'bigint?', error: 'text?' },
      ...{ holder: 'text?', lease_until: 'bigint?' },
    },
  },
  push_subscription: {
    columns: {
      ...{ id: 'id', endpoint: 'text', p256dh: 'text', auth: 'text', store: 'text', created: 'bigint' },
    },
  },
  job: { columns: { job: 'text', scope: 'text', last_due: 'bigint' }, key: ['job', 'scope'] },
  job_run: {
    columns: {
      ...{ job: 'text', scope: 'text', due: 'bigint', day: 'text', state: 'text', attempts: 'integer' },
      ...{ retry_at: 'bigint', holder: 'text?', lease_until: 'bigint?', started: 'bigint?', finished: 'bigint?' },
      ...{ progress: 'double precision?', note: 'text?', result: 'text?', error: 'text?' },
    },
    key: ['job', 'scope', 'due'],
  },
};

const INDEXES: Record<string, [table: string, columns: string[], unique?: true]> = {
  alert_store: ['alert', ['store', 'opened']],
  alert_rule: ['alert', ['rule', 'status']],
  alert_change_alert: ['alert_change', ['alert']],
  delivery_idempotency: ['delivery', ['idempotency'], true],
  delivery_state: ['delivery', ['state', 'next_at']],
  delivery_sequence: ['delivery', ['channel', 'sequence', 'state']],
  push_subscription_endpoint: ['push_subscription', ['endpoint', 'store'], true],
  job_run_state: ['job_run', ['state']],
};
