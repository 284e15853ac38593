import { sql } from 'kysely';
import type { Db, Tables } from '../store/tables.ts';
import type { CheckedRow } from './check-row.ts';
import { SINCE_EVER } from './versions.ts';

type Version = Tables['reference'];

export interface TakeOrder {
  store: string;
  kind: Version['kind'];
  importId: number;
  nowMs: number;
  /** From when rows hold that name no day themselves, where their key is known already: the store's day. */
  today: string;
  /** The same for all of them, known or not. */
  from?: string;
  /** The rows that this import had already. */
  seen: Seen;
}

/** Keys and days of an import, the last 250,000 at least: a file of any length takes bounded memory. */
export class Seen {
  #young = new Set<string>();
  #old = new Set<string>();

  has = (id: string): boolean => this.#young.has(id) || this.#old.has(id);

  add(id: string): void {
    this.#young.add(id);
    if (this.#young.size < 250_000) return;
    this.#old = this.#young;
    this.#young = new Set();
  }
}

/**
 * What became of each row. `again`: the import has another row of this key and date, with other content. `mixed`: it has
 * one of this key without a date where this one has one, or the other way round.
 */
export type Outcome = 'accepted' | 'duplicate' | 'again' | 'mixed';

/** Rows of one statement: SQLite binds 32,766 values. */
const STATEMENT_ROWS = 500;

/**
 * Takes in rows of one kind in one transaction. Nothing is overwritten: other content for the same key and effective date
 * is a revision of its own, and content that is in effect already is a duplicate.
 */
export async function takeRows(db: Db, order: TakeOrder, rows: readonly CheckedRow[]): Promise<Outcome[]> {
  return db.transaction().execute(async (tx) => {
    // To write first is to wait for others who write, instead of failing behind what was read.
    await tx.updateTable('reference_import').set({ state: 'running' }).where('id', '=', order.importId).execute();
    const versions = await knownVersions(tx, order, rows);
    const added: Version[] = [];
    const outcomes = rows.map((row): Outcome => {
      const known = versions.get(row.key) ?? new Map<string, Version>();
      versions.set(row.key, known);
      const told = row.from ?? order.from;
      const from = told ?? (known.size === 0 ? SINCE_EVER : order.today);
      const same = known.get(from);
      // Without a date of its own a row is held against what was last told so: a dated file beside it is another matter.
      const last = told === undefined ? lastUndated(known) : same;
      const seen = seenAs(order.seen, row.key, told);
      if (seen === 'mixed') return seen;
      if (last?.body === row.body && last.valid_to === row.to) return 'duplicate';
      if (seen === 'again') return seen;
      const { store, kind, importId, nowMs: recorded } = order;
      const version: Version = {
        ...{ store, kind, key: row.key, valid_from: from, valid_to: row.to, body: row.body },
        ...{ revision: (same?.revision ?? 0) + 1, dated: told === undefined ? 0 : 1, recorded, import: importId },
      };
      known.set(from, version);
      added.push(version);
      return 'accepted';
    });
    await insertVersions(tx, added);
    // Counted with the rows: whatever ends the import, its count is true.
    await tx
      .updateTable('reference_import')
      .set((eb) => ({ accepted: eb('accepted', '+', added.length) }))
      .where('id', '=', order.importId)
      .execute();
    return outcomes;
  });
}

/** Ends what is in effect on a day and was not told: of imports that hold all there is. Answers how many. */
export async function endOthers(
  db: Db,
  order: TakeOrder,
  current: readonly Pick<Version, 'key'>[],
  told: ReadonlySet<string>,
): Promise<number> {
  const gone = current.filter(({ key }) => !told.has(key));
  const from = order.from ?? order.today;
  for (let i = 0; i < gone.length; i += STATEMENT_ROWS) {
    const part = gone.slice(i, i + STATEMENT_ROWS);
    await db.transaction().execute(async (tx) => {
      await tx.updateTable('reference_import').set({ state: 'running' }).where('id', '=', order.importId).execute();
      const rows = part.map(({ key }) => ({ key, from, to: null, body: '' }));
      const known = await knownVersions(tx, order, rows);
      const { store, kind, importId, nowMs: recorded } = order;
      const ends = part.map(({ key }): Version => {
        const revision = (known.get(key)?.get(from)?.revision ?? 0) + 1;
        const fresh = { body: null, revision, dated: 0 as const, recorded, import: importId };
        return { store, kind, key, valid_from: from, valid_to: null, ...fresh };
      });
      await insertVersions(tx, ends);
    });
  }
  return gone.length;
}

async function insertVersions(tx: Db, versions: readonly Version[]): Promise<void> {
  for (let i = 0; i < versions.length; i += STATEMENT_ROWS) {
    await tx
      .insertInto('reference')
      .values(versions.slice(i, i + STATEMENT_ROWS))
      .execute();
  }
}

function lastUndated(known: ReadonlyMap<string, Version>): Version | undefined {
  let last: Version | undefined;
  for (const version of known.values()) {
    if (version.dated === 1) continue;
    const later = version.import - (last?.import ?? 0) || (version.valid_from > (last?.valid_from ?? '') ? 1 : -1);
    if (last === undefined || later > 0) last = version;
  }
  return last;
}

/** What this import said of the row's key and date already; its keys have all dates, or none. */
function seenAs(seen: Seen, key: string, told: string | undefined): 'first' | 'again' | 'mixed' {
  const [bare, dated] = [`${key}\n`, `${key}\n*`];
  if (seen.has(told === undefined ? dated : bare)) return 'mixed';
  const id = told === undefined ? bare : `${bare}${told}`;
  const again = seen.has(id);
  seen.add(id);
  if (told !== undefined) seen.add(dated);
  return again ? 'again' : 'first';
}

type Known = Map<string, Map<string, Version>>;

/** The newest revisions that matter to these rows, by key and effective date. */
async function knownVersions(tx: Db, order: TakeOrder, rows: readonly CheckedRow[]): Promise<Known> {
  const known: Known = new Map();
  const { store, kind } = order;
  for (let i = 0; i < rows.length; i += STATEMENT_ROWS) {
    const part = rows.slice(i, i + STATEMENT_ROWS);
    const dated = part.filter((row) => row.from !== undefined);
    const undated = part.filter((row) => row.from === undefined);
    // Of a row with its own day that day alone matters; its key may have years of others.
    const pairs = sql.join(dated.map(({ key, from }) => sql`(${key}, ${from})`));
    const keys = sql.join(undated.map(({ key }) => sql`${key}`));
    const reads = [
      ...(dated.length > 0 ? [sql`(key, valid_from) in (values ${pairs})`] : []),
      ...(undated.length > 0 ? [sql`key in (${keys})`] : []),
    ];
    for (const which of reads) {
      const { rows: found } = await sql<Version>`
        select * from reference where store = ${store} and kind = ${kind} and ${which} order by revision`.execute(tx);
      for (const version of found) {
        const ofKey = known.get(version.key) ?? new Map<string, Version>();
        known.set(version.key, ofKey.set(version.valid_from, version));
      }
    }
  }
  return known;
}
