import { type Migration, type MigrationProvider, Migrator, NO_MIGRATIONS } from 'kysely';
import { first } from './migrations/0001-first.ts';
import { queues } from './migrations/0002-queues.ts';
import { users } from './migrations/0004-users.ts';
import { notes } from './migrations/0008-notes.ts';
import type { Db } from './tables.ts';

/** In order of their names, each with a way back. They are part of the program: no folder is read. */
const MIGRATIONS: Record<string, Migration> = {
  '0001-first': first,
  '0002-queues': queues,
  '0004-users': users,
  '0008-notes': notes,
};

const provider: MigrationProvider = { getMigrations: async () => MIGRATIONS };

/** Brings the tables to the newest form. A failed migration leaves them as they were. */
export async function migrateUp(db: Db): Promise<void> {
  await settle(new Migrator({ db, provider }).migrateToLatest());
}

/** Takes all migrations back: the tables and what is in them go. */
export async function migrateDown(db: Db): Promise<void> {
  await settle(new Migrator({ db, provider }).migrateTo(NO_MIGRATIONS));
}

async function settle(run: ReturnType<Migrator['migrateToLatest']>): Promise<void> {
  const { error } = await run;
  if (error) throw error;
}
