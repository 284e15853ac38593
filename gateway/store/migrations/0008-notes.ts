import type { Kysely, Migration } from 'kysely';

/** Notes on stretches of time, every revision of each. */
export const notes: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('note')
      .addColumn('id', 'text', (c) => c.notNull())
      .addColumn('revision', 'integer', (c) => c.notNull())
      .addColumn('store', 'text', (c) => c.notNull())
      .addColumn('start', 'bigint', (c) => c.notNull())
      .addColumn('until', 'bigint', (c) => c.notNull())
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('text', 'text', (c) => c.notNull())
      .addColumn('effect', 'text', (c) => c.notNull())
      .addColumn('withdrawn', 'integer', (c) => c.notNull())
      .addColumn('author', 'text', (c) => c.notNull())
      .addColumn('written', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('note_key', ['id', 'revision'])
      .execute();
    await db.schema.createIndex('note_store').on('note').columns(['store', 'start']).execute();
  },

  async down(db: Kysely<unknown>) {
    await db.schema.dropTable('note').execute();
  },
};
