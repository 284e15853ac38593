import type { SqliteDatabase, SqliteStatement } from 'kysely';
import type { Sqlite } from '../../models/host/sqlite.ts';

/**
 * A transaction takes the lock for writing when it begins, and waits for it then. One that reads first and then writes
 * would fail at once where another process has written in between, however patient the connection is.
 */
const BEGIN = 'begin immediate';
const MOST = 400;
/** An insert of thousands of rows has a text of its own each time. */
const LONGEST = 8000;

/**
 * A SQLite data base that keeps its prepared statements: the API asks the same few dozen texts, and preparing one takes
 * about as long as running it. A change of the tables forgets them all.
 */
export function keepStatements(sqlite: Sqlite): SqliteDatabase {
  const kept = new Map<string, SqliteStatement>();
  return {
    prepare(text) {
      const sql = text === 'begin' ? BEGIN : text;
      if (/^\s*(create|alter|drop)\b/i.test(sql)) kept.clear();
      const known = kept.get(sql);
      if (known) {
        // The Map's order is that of use: what is first was asked for longest ago.
        kept.delete(sql);
        kept.set(sql, known);
        return known;
      }
      const statement = sqlite.prepare(sql) as unknown as SqliteStatement;
      if (sql.length > LONGEST) return statement;
      kept.set(sql, statement);
      if (kept.size > MOST) kept.delete(kept.keys().next().value!);
      return statement;
    },
    close: () => sqlite.close(),
  };
}
