import { type Kysely, sql } from 'kysely';

/** Finds the few corrections among the messages: what is published with k above 1 leaves them out. */
export const privacy = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createIndex('messages_late')
      .on('messages')
      .columns(['store', 'id'])
      .where(sql.ref('late'), '=', 1)
      .execute();
  },

  async down(db: Kysely<unknown>) {
    await db.schema.dropIndex('messages_late').execute();
  },
};
