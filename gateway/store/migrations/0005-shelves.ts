import type { Kysely, Migration } from 'kysely';

/** How full each facing was, period by period, and when it ran empty, was low or was refilled. */
export const shelves: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('shelf')
      .addColumn('message', 'integer', (c) => c.notNull().references('messages.id'))
      .addColumn('store', 'text', (c) => c.notNull())
      .addColumn('start', 'bigint', (c) => c.notNull())
      .addColumn('seconds', 'integer', (c) => c.notNull())
      .addColumn('shelf', 'text', (c) => c.notNull())
      .addColumn('facing', 'text', (c) => c.notNull())
      .addColumn('coverage', 'double precision', (c) => c.notNull())
      .addColumn('state', 'text', (c) => c.notNull())
      .addColumn('fill', 'double precision')
      .addColumn('variance', 'double precision', (c) => c.notNull())
      .addColumn('empty_s', 'double precision')
      .execute();
    // What the sums of a day are made of is all in the index.
    const summed = ['store', 'start', 'shelf', 'facing', 'state', 'seconds', 'coverage', 'empty_s'];
    await db.schema.createIndex('shelf_start').on('shelf').columns(summed).execute();
    await db.schema
      .createTable('shelf_event')
      .addColumn('message', 'integer', (c) => c.notNull().references('messages.id'))
      .addColumn('store', 'text', (c) => c.notNull())
      .addColumn('node', 'text', (c) => c.notNull())
      .addColumn('time', 'bigint', (c) => c.notNull())
      .addColumn('since', 'bigint', (c) => c.notNull())
      .addColumn('shelf', 'text', (c) => c.notNull())
      .addColumn('facing', 'text', (c) => c.notNull())
      .addColumn('change', 'text', (c) => c.notNull())
      .execute();
    await db.schema.createIndex('shelf_event_since').on('shelf_event').columns(['store', 'since']).execute();
  },

  async down(db: Kysely<unknown>) {
    await db.schema.dropTable('shelf_event').execute();
    await db.schema.dropTable('shelf').execute();
  },
};
