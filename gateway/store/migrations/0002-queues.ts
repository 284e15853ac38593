import { type CreateTableBuilder, type Kysely, type Migration, sql } from 'kysely';

/**
 * Queues with their waits, ways by cell, origins and destinations, and what the tables of before gained. A figure that a
 * message does not hold is null in its row: not measured, which a sum must be able to tell from 0.
 */
export const queues: Migration = {
  async up(db: Kysely<unknown>) {
    for (const [table, columns] of Object.entries(GAINED)) {
      for (const [column, type] of Object.entries(columns)) {
        await db.schema.alterTable(table).addColumn(column, type).execute();
      }
    }
    for (const [table, columns] of Object.entries(ADDED)) {
      let made: CreateTableBuilder<string, string> = db.schema
        .createTable(table)
        .addColumn('message', 'integer', (c) => c.notNull().references('messages.id'))
        .addColumn('store', 'text', (c) => c.notNull())
        .addColumn('start', 'bigint', (c) => c.notNull())
        .addColumn('seconds', 'integer', (c) => c.notNull());
      for (const [column, type] of Object.entries(columns)) {
        const optional = OPTIONAL.has(`${table}.${column}`);
        made = made.addColumn(column, sql.raw(type), (c) => (optional ? c : c.notNull()));
      }
      await made.execute();
    }
    for (const [index, [table, columns]] of Object.entries(INDEXES)) {
      await db.schema.createIndex(index).on(table).columns(columns).execute();
    }
    for (const [table, name] of Object.entries(SEEN)) {
      await db.schema.dropIndex(`${table}_start`).execute();
      const columns = ['store', name, 'start', 'seconds', 'coverage'];
      await db.schema.createIndex(`${table}_start`).on(table).columns(columns).execute();
    }
  },

  async down(db: Kysely<unknown>) {
    for (const [table, name] of Object.entries(SEEN)) {
      await db.schema.dropIndex(`${table}_start`).execute();
      await db.schema.createIndex(`${table}_start`).on(table).columns(['store', name, 'start']).execute();
    }
    for (const table of Object.keys(ADDED)) await db.schema.dropTable(table).execute();
    for (const [table, columns] of Object.entries(GAINED)) {
      for (const column of Object.keys(columns)) await db.schema.alterTable(table).dropColumn(column).execute();
    }
  },
};

const GAINED = {
  traffic: { units_in: 'integer', units_out: 'integer' },
  zone: { stops: 'integer', reaches: 'integer' },
  floor_occupancy: {
    inside_s: 'double precision',
    inside_variance_s: 'double precision',
    inside_seen_s: 'double precision',
    staff_s: 'double precision',
    still_s: 'double precision',
  },
  flow_period: { ends_unplaced: 'integer' },
} as const;

const ADDED: Record<string, Record<string, string>> = {
  queue: {
    zone: 'text',
    coverage: 'double precision',
    length_s: 'double precision',
    length_max: 'integer',
    visits: 'integer',
    served: 'integer',
    served_variance: 'double precision',
    abandoned: 'integer',
    abandoned_variance: 'double precision',
    cut: 'integer',
    wait_s: 'double precision',
    services: 'integer',
    service_s: 'double precision',
  },
  wait: { zone: 'text', bin: 'integer', served: 'integer', censored: 'integer', services: 'integer' },
  ends: { from_place: 'text', to_place: 'text', count: 'integer', variance: 'double precision' },
  path: {
    node: 'text',
    floor: 'text',
    cell_m: 'double precision',
    columns: 'integer',
    rows: 'integer',
    coverage: 'double precision',
    unplaced: 'integer',
    cells: 'blob',
  },
};
const OPTIONAL = new Set(
  ['served_variance', 'abandoned_variance', 'cut', 'services', 'service_s'].map((column) => `queue.${column}`),
);

const INDEXES: Record<string, [table: string, columns: string[]]> = {
  queue_start: ['queue', ['store', 'zone', 'start', 'seconds', 'coverage']],
  // As of the dwell histograms, everything is in the index.
  wait_start: ['wait', ['store', 'zone', 'bin', 'start', 'served', 'censored', 'services']],
  ends_start: ['ends', ['store', 'start']],
  path_start: ['path', ['store', 'start']],
};

/** What coverage is summed by. It is in the index too: buckets that were seen more than once are found there alone. */
const SEEN = { traffic: 'line', zone: 'zone' };
