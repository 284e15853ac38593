import type { Kysely, Migration } from 'kysely';

/** Reference data with effective dates: every version of each row, the imports and what they rejected. */
export const reference: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('reference')
      .addColumn('store', 'text', (c) => c.notNull())
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('key', 'text', (c) => c.notNull())
      .addColumn('valid_from', 'text', (c) => c.notNull())
      .addColumn('valid_to', 'text')
      .addColumn('revision', 'integer', (c) => c.notNull())
      .addColumn('dated', 'integer', (c) => c.notNull())
      .addColumn('recorded', 'bigint', (c) => c.notNull())
      .addColumn('import', 'integer', (c) => c.notNull())
      .addColumn('body', 'text')
      .addPrimaryKeyConstraint('reference_key', ['store', 'kind', 'key', 'valid_from', 'revision'])
      .execute();
    await db.schema.createIndex('reference_days').on('reference').columns(['store', 'kind', 'valid_from']).execute();
    await db.schema
      .createTable('reference_import')
      .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
      .addColumn('store', 'text', (c) => c.notNull())
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('via', 'text', (c) => c.notNull())
      .addColumn('state', 'text', (c) => c.notNull())
      .addColumn('started', 'bigint', (c) => c.notNull())
      .addColumn('ended', 'bigint')
      .addColumn('accepted', 'bigint', (c) => c.notNull())
      .addColumn('duplicates', 'bigint', (c) => c.notNull())
      .addColumn('rejected', 'bigint', (c) => c.notNull())
      .addColumn('error', 'text')
      .execute();
    await db.schema.createIndex('reference_import_store').on('reference_import').columns(['store', 'kind']).execute();
    await db.schema
      .createTable('reference_reject')
      .addColumn('import', 'integer', (c) => c.notNull())
      .addColumn('line', 'bigint', (c) => c.notNull())
      .addColumn('field', 'text', (c) => c.notNull())
      .addColumn('reason', 'text', (c) => c.notNull())
      .execute();
    await db.schema.createIndex('reference_reject_import').on('reference_reject').columns(['import', 'line']).execute();
  },

  async down(db: Kysely<unknown>) {
    for (const table of ['reference_reject', 'reference_import', 'reference']) {
      await db.schema.dropTable(table).execute();
    }
  },
};
