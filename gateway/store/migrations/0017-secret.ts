import { randomBytes } from 'node:crypto';
import { type Kysely, type Migration, sql } from 'kysely';

/** A number of this data base that nobody outside knows, drawn once. */
export const secret: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('secret')
      .addColumn('value', 'text', (c) => c.notNull())
      .execute();
    await sql`insert into secret (value) values (${randomBytes(16).toString('hex')})`.execute(db);
    // The tills' quarters are kept no longer, but their hours, with the doors.
    await sql`delete from kept where kind = 'sales'`.execute(db);
  },

  async down(db: Kysely<unknown>) {
    await db.schema.dropTable('secret').execute();
    await sql`delete from kept where kind = 'takings'`.execute(db);
  },
};
