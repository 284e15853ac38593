import { type Kysely, type Migration, sql } from 'kysely';

/** What was kept of the tills' quarters of an hour is kept by the hour, with the doors. Both ways it is made again. */
export const takings: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`delete from kept where kind = 'sales'`.execute(db);
  },

  async down(db: Kysely<unknown>) {
    await sql`delete from kept where kind = 'takings'`.execute(db);
  },
};
