import { type Migration, type MigrationProvider, Migrator, NO_MIGRATIONS } from 'kysely';
import { first } from './migrations/0001-first.ts';
import { queues } from './migrations/0002-queues.ts';
import { sales } from './migrations/0003-sales.ts';
import { users } from './migrations/0004-users.ts';
import { shelves } from './migrations/0005-shelves.ts';
import { alertsJobs } from './migrations/0006-alerts-jobs.ts';
import { reference } from './migrations/0007-reference.ts';
import { notes } from './migrations/0008-notes.ts';
import { privacy } from './migrations/0010-privacy.ts';
import { views } from './migrations/0011-views.ts';
import { nodeCredentials } from './migrations/0012-node-credentials.ts';
import { rollups } from './migrations/0013-rollups.ts';
import { tillClocks } from './migrations/0014-till-clocks.ts';
import { rejects } from './migrations/0015-rejects.ts';
import { kept } from './migrations/0016-kept.ts';
import { secret } from './migrations/0017-secret.ts';
import type { Db } from './tables.ts';

/** In order of their names, each with a way back. They are part of the program: no folder is read. */
const MIGRATIONS: Record<string, Migration> = {
  '0001-first': first,
  '0002-queues': queues,
  '0003-sales': sales,
  '0004-users': users,
  '0005-shelves': shelves,
  '0006-alerts-jobs': alertsJobs,
  '0007-reference': reference,
  '0008-notes': notes,
  '0010-privacy': privacy,
  '0011-views': views,
  '0012-node-credentials': nodeCredentials,
  '0013-rollups': rollups,
  '0014-till-clocks': tillClocks,
  '0015-rejects': rejects,
  '0016-kept': kept,
  '0017-secret': secret,
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

/** Brings the tables to the form that this migration left, forwards or back; what later ones added goes. */
export async function migrateTo(db: Db, name: string): Promise<void> {
  await settle(new Migrator({ db, provider }).migrateTo(name));
}

/** The names of all migrations of this program, oldest first. */
export const migrationNames = (): string[] => Object.keys(MIGRATIONS).sort();

/** Those that have been run on this data base; none where it has never been opened. */
export async function migrationsOf(db: Db): Promise<string[]> {
  const all = await new Migrator({ db, provider }).getMigrations();
  return all.filter((migration) => migration.executedAt !== undefined).map((migration) => migration.name);
}

async function settle(run: ReturnType<Migrator['migrateToLatest']>): Promise<void> {
  const { error } = await run;
  if (error) throw error;
}
