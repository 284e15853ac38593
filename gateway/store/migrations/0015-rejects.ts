import type { Kysely, Migration } from 'kysely';

/** When lines of the tills were rejected: an import may go on for a day and more. */
export const rejects: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('pos_reject_minute')
      .addColumn('store', 'text', (c) => c.notNull())
      .addColumn('start', 'bigint', (c) => c.notNull())
      .addColumn('rejected', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('pos_reject_minute_key', ['store', 'start'])
      .execute();
  },

  async down(db: Kysely<unknown>) {
    await db.schema.dropTable('pos_reject_minute').execute();
  },
};
