import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import type { Sqlite } from '../../models/host/sqlite.ts';
import type { Erasure } from '../privacy/erasure-list.ts';
import type { Tables } from '../store/tables.ts';
import type { UserTables } from '../users/tables.ts';

/** Who may get in, and what was erased, by the data base that a restore replaces. */
export interface AccessBefore {
  tokens: Pick<UserTables['tokens'], 'id' | 'revoked'>[];
  users: Pick<UserTables['users'], 'id' | 'password' | 'disabled'>[];
  grants: UserTables['grants'][];
  nodes: UserTables['node_credentials'][];
  erasures: Erasure[];
  /** The deeds that the back-up does not have. */
  audit: Omit<Tables['audit'], 'id'>[];
}

/**
 * Reads the data base that is to be replaced, as far as it says what has changed since a back-up of it. Answers why not
 * where it cannot tell: it is not there, it is damaged, or the back-up is none of it.
 */
export function accessBefore(path: string, backUp: Sqlite): AccessBefore | { unknown: string } {
  if (!existsSync(path)) return { unknown: 'there was no data base before' };
  let db: Sqlite | undefined;
  try {
    db = new Database(path, { readonly: true });
    if (begun(db) !== begun(backUp)) return { unknown: 'the data base of before is not the one of the back-up' };
    return read(db, newestDeed(backUp));
  } catch (error) {
    return { unknown: `the data base of before cannot be read: ${(error as Error).message}` };
  } finally {
    db?.close();
  }
}

/** When a data base was made; its back-ups and what was restored from them say the same. */
const begun = (db: Sqlite): unknown =>
  db.prepare('select timestamp from kysely_migration order by name limit 1').pluck().get();

const newestDeed = (db: Sqlite): number => db.prepare('select coalesce(max(id), 0) from audit').pluck().get() as number;

function read(db: Sqlite, deedsUntil: number): AccessBefore {
  const rows = <T>(table: string, columns: string, where = ''): T[] => {
    // A table that is damaged may hold less than it did.
    const [first] = db.pragma(`integrity_check('${table}')`) as { integrity_check: string }[];
    if (first.integrity_check !== 'ok') throw new Error(first.integrity_check);
    return db.prepare(`select ${columns} from ${table} ${where}`).all() as T[];
  };
  const deeds = 'time, "by", name, action, target, outcome, address, detail';
  return {
    tokens: rows('tokens', 'id, revoked'),
    users: rows('users', 'id, password, disabled'),
    grants: rows('grants', '"user", role, scope'),
    nodes: rows('node_credentials', 'store, node, hash, created'),
    erasures: rows('loyalty_erased', 'store, loyalty, at'),
    audit: rows('audit', deeds, `where id > ${deedsUntil} order by id`),
  };
}
