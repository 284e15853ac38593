import { type Kysely, type Migration, SqliteAdapter } from 'kysely';

/** Days that are rolled up. */
export const rollups: Migration = {
  async up(db: Kysely<unknown>) {
    const bytes = db.getExecutor().adapter instanceof SqliteAdapter ? 'blob' : 'bytea';
    await db.schema
      .createTable('rollup')
      .addColumn('store', 'text', (c) => c.notNull())
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('settled', 'integer', (c) => c.notNull())
      .addColumn('start', 'bigint', (c) => c.notNull())
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('body', bytes, (c) => c.notNull())
      .addPrimaryKeyConstraint('rollup_key', ['store', 'kind', 'settled', 'start', 'name'])
      .execute();
  },

  async down(db: Kysely<unknown>) {
    await db.schema.dropTable('rollup').execute();
  },
};
