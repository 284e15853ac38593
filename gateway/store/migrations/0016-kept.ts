import { type Kysely, type Migration, SqliteAdapter, sql } from 'kysely';

/** Sums of whole spans that are kept. */
export const kept: Migration = {
  async up(db: Kysely<unknown>) {
    const bytes = db.getExecutor().adapter instanceof SqliteAdapter ? 'blob' : 'bytea';
    await db.schema
      .createTable('kept')
      .addColumn('store', 'text', (c) => c.notNull())
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('start', 'bigint', (c) => c.notNull())
      .addColumn('until', 'bigint', (c) => c.notNull())
      .addColumn('claim', 'text', (c) => c.notNull())
      .addColumn('body', bytes)
      .addPrimaryKeyConstraint('kept_key', ['store', 'kind', 'start', 'until'])
      .execute();
    // After a restart some roll-ups missed what came late; they are made again when they are asked for.
    await sql`delete from rollup`.execute(db);
  },

  async down(db: Kysely<unknown>) {
    await db.schema.dropTable('kept').execute();
  },
};
