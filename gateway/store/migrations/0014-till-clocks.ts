import { type Kysely, type Migration, sql } from 'kysely';
import { moveReceipts } from '../../pos/move-receipts.ts';
import type { Tables } from '../tables.ts';

/**
 * By how much the clock of a till was off on a day, loyalty ids that were erased, and a way to find old corrections.
 * The way back puts the receipts where their till had them.
 */
export const tillClocks: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('till_clock')
      .addColumn('store', 'text', (c) => c.notNull())
      .addColumn('day', 'text', (c) => c.notNull())
      .addColumn('till', 'text', (c) => c.notNull())
      .addColumn('offset_s', 'integer', (c) => c.notNull())
      .addColumn('score', 'double precision', (c) => c.notNull())
      .addColumn('lead', 'double precision', (c) => c.notNull())
      .addColumn('receipts', 'integer', (c) => c.notNull())
      .addColumn('state', 'text', (c) => c.notNull())
      .addColumn('judged', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('till_clock_key', ['store', 'day', 'till'])
      .execute();
    await db.schema
      .createTable('loyalty_erased')
      .addColumn('store', 'text', (c) => c.notNull())
      .addColumn('loyalty', 'text', (c) => c.notNull())
      .addColumn('at', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('loyalty_erased_key', ['store', 'loyalty'])
      .execute();
    await db.schema.createIndex('receipt_changes_at').on('receipt_changes').column('at').execute();
  },

  async down(db: Kysely<unknown>) {
    const { rows } = await sql<{ store: string; day: string; till: string; offset_s: number }>`
      select store, day, till, offset_s from till_clock where state = 'applied'`.execute(db);
    for (const { offset_s, ...of } of rows) await moveReceipts(db as Kysely<Tables>, of, offset_s);
    await db.schema.dropIndex('receipt_changes_at').execute();
    await db.schema.dropTable('loyalty_erased').execute();
    await db.schema.dropTable('till_clock').execute();
  },
};
