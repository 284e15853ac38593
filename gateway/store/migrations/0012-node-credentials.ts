import type { Kysely, Migration } from 'kysely';

/** What nodes on other machines show the embedded broker: one a node, as SHA-256. */
export const nodeCredentials: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('node_credentials')
      .addColumn('store', 'text', (c) => c.notNull())
      .addColumn('node', 'text', (c) => c.notNull())
      .addColumn('hash', 'text', (c) => c.notNull())
      .addColumn('created', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('node_credentials_key', ['store', 'node'])
      .execute();
  },

  async down(db: Kysely<unknown>) {
    await db.schema.dropTable('node_credentials').execute();
  },
};
