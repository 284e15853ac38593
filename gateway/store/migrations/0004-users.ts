import { type Kysely, type Migration, SqliteAdapter, sql } from 'kysely';

/** Who may use the gateway: users, where their roles hold, sessions, one-time links, tokens, tries, the audit trail. */
export const users: Migration = {
  async up(db: Kysely<unknown>) {
    for (const [table, columns] of Object.entries(TABLES)) {
      let made = db.schema.createTable(table);
      for (const [column, type] of Object.entries(columns)) {
        const optional = type.endsWith('?');
        made = made.addColumn(column, sql.raw(type.replace('?', '')), (c) => (optional ? c : c.notNull()));
      }
      await made.addPrimaryKeyConstraint(`${table}_key`, (KEYS[table] ?? ['id']) as never[]).execute();
    }
    await db.schema
      .createTable('audit')
      .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
      .addColumn('time', 'bigint', (c) => c.notNull())
      .addColumn('by', 'text', (c) => c.notNull())
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('action', 'text', (c) => c.notNull())
      .addColumn('target', 'text', (c) => c.notNull())
      .addColumn('outcome', 'text', (c) => c.notNull())
      .addColumn('address', 'text', (c) => c.notNull())
      .addColumn('detail', 'text', (c) => c.notNull())
      .execute();
    for (const [index, [table, column]] of Object.entries(UNIQUE)) {
      await db.schema.createIndex(index).on(table).column(column).unique().execute();
    }
    await db.schema.createIndex('sessions_previous').on('sessions').column('previous').execute();
    await db.schema.createIndex('sessions_user').on('sessions').column('user').execute();
    if (db.getExecutor().adapter instanceof SqliteAdapter) await appendOnly(db);
  },

  async down(db: Kysely<unknown>) {
    for (const table of [...Object.keys(TABLES), 'audit']) await db.schema.dropTable(table).execute();
  },
};

/** Column types; `?` where a row may do without. */
const TABLES: Record<string, Record<string, string>> = {
  users: {
    ...{ id: 'text', name: 'text', display: 'text', password: 'text?', subject: 'text?' },
    ...{ created: 'bigint', disabled: 'bigint?' },
  },
  grants: { user: 'text', role: 'text', scope: 'text' },
  sessions: {
    ...{ id: 'text', hash: 'text', previous: 'text?', confirmed: 'bigint?', csrf: 'text', user: 'text' },
    ...{ created: 'bigint', seen: 'bigint', rotated: 'bigint', expires: 'bigint', address: 'text', agent: 'text' },
  },
  links: { hash: 'text', kind: 'text', user: 'text?', created: 'bigint', expires: 'bigint', used: 'bigint?' },
  tokens: {
    ...{ id: 'text', hash: 'text', name: 'text', role: 'text', scope: 'text', created: 'bigint' },
    ...{ created_by: 'text', expires: 'bigint', last_used: 'bigint?', revoked: 'bigint?' },
  },
  tries: { key: 'text', count: 'integer', last: 'bigint', until: 'bigint' },
};
const KEYS: Record<string, string[]> = { grants: ['user', 'role', 'scope'], links: ['hash'], tries: ['key'] };
const UNIQUE: Record<string, [table: string, column: string]> = {
  users_name: ['users', 'name'],
  users_subject: ['users', 'subject'],
  sessions_hash: ['sessions', 'hash'],
  tokens_hash: ['tokens', 'hash'],
};

/** The audit trail is never rewritten, and nothing of the last 90 days is taken out of it, whoever asks the data base. */
async function appendOnly(db: Kysely<unknown>): Promise<void> {
  const refuse = "begin select raise(abort, 'the audit trail is append only'); end";
  await sql.raw(`create trigger audit_update before update on audit ${refuse}`).execute(db);
  const young = 'when old.time > (unixepoch() - 7776000) * 1000';
  await sql.raw(`create trigger audit_delete before delete on audit ${young} ${refuse}`).execute(db);
}
