import { type RawBuilder, sql } from 'kysely';
import type { ReferenceKindName } from '../../models/contract/reference-rows.ts';
import type { Db, Tables } from '../store/tables.ts';
import { KINDS } from './registry.ts';

/** Sorts before every day. */
export const SINCE_EVER = '';

/** A version as it is read: its days, and since when it is known. */
export interface Version {
  key: string;
  from: string | null;
  to: string | null;
  revision: number;
  recordedMs: number;
  importId: number;
  /** Null: ended from `from` on. */
  row: Record<string, unknown> | null;
}

export interface VersionQuery {
  store: string;
  kind: ReferenceKindName;
  /** As it was known then; else as it is known now. */
  knownAtMs?: number;
  /** Where the page before this one ended. */
  after?: { key: string; from: string | null };
  limit?: number;
  key?: string;
}

const NO_LIMIT = 1_000_000_000;

/** What is in effect on a day, by key: of several versions the one that began last and has not ended. */
export async function asOf(db: Db, query: VersionQuery & { date: string }): Promise<Version[]> {
  const { date, after, limit = NO_LIMIT } = query;
  const { rows } = await sql<Tables['reference']>`
    with known as (${known(query, days(query.kind, date, date), after?.key)}),
      held as (
        select *, row_number() over (partition by key order by valid_from desc) as place
        from known where newest = 1 and (valid_to is null or valid_to >= ${date})
      )
    select * from held where place = 1 and body is not null order by key limit ${limit}`.execute(db);
  return rows.map(versionOf);
}

/** Whatever touches a range of days (both with it), by key and day; what another replaced before it began is left out. */
export async function between(db: Db, query: VersionQuery & { from: string; to: string }): Promise<Version[]> {
  const { from, to, after, limit = NO_LIMIT } = query;
  const behind = after
    ? sql`and (key > ${after.key} or (key = ${after.key} and valid_from > ${after.from ?? SINCE_EVER}))`
    : sql``;
  // A later open-ended version (or an end) that begins by the first day replaces the open-ended ones before it.
  const { rows } = await sql<Tables['reference']>`
    with known as (${known(query, days(query.kind, from, to))}),
      opened as (
        select *, max(case when valid_to is null and valid_from <= ${from} then valid_from end)
          over (partition by key) as since
        from known where newest = 1
      )
    select * from opened
    where body is not null and (valid_to >= ${from} or (valid_to is null and valid_from >= coalesce(since, ''))) ${behind}
    order by key, valid_from limit ${limit}`.execute(db);
  return rows.map(versionOf);
}

/** Every version of a key in the order in which they were told. */
export async function history(db: Db, store: string, kind: ReferenceKindName, key: string): Promise<Version[]> {
  const rows = await db
    .selectFrom('reference')
    .selectAll()
    .where('store', '=', store)
    .where('kind', '=', kind)
    .where('key', '=', key)
    .orderBy('import')
    .orderBy('valid_from')
    .orderBy('revision')
    .execute();
  return rows.map(versionOf);
}

/** Versions that can touch a range of days; of rows about one day those of the range alone, by their index. */
const days = (kind: ReferenceKindName, from: string, to: string): RawBuilder<unknown> =>
  KINDS[kind].dates === 'day' ? sql`and valid_from >= ${from} and valid_from <= ${to}` : sql`and valid_from <= ${to}`;

/** The versions that were known at a moment; of each key and effective date `newest` 1 is the last. */
function known(query: VersionQuery, touching: RawBuilder<unknown>, afterKey?: string): RawBuilder<unknown> {
  const { store, kind, knownAtMs, key } = query;
  return sql`
    select *, row_number() over (partition by key, valid_from order by revision desc) as newest
    from reference
    where store = ${store} and kind = ${kind} ${touching}
      ${knownAtMs === undefined ? sql`` : sql`and recorded <= ${knownAtMs}`}
      ${key === undefined ? sql`` : sql`and key = ${key}`}
      ${afterKey === undefined ? sql`` : sql`and key > ${afterKey}`}`;
}

const versionOf = (it: Tables['reference']): Version => ({
  key: it.key,
  from: it.valid_from === SINCE_EVER ? null : it.valid_from,
  to: it.valid_to,
  revision: Number(it.revision),
  recordedMs: Number(it.recorded),
  importId: Number(it.import),
  row: it.body === null ? null : bodyOf(it),
});

/** With the effective dates that it was told with. */
function bodyOf({ valid_from, valid_to, body }: Tables['reference']): Record<string, unknown> {
  const row = JSON.parse(body!) as Record<string, unknown>;
  if ('date' in row) return row;
  if (valid_from !== SINCE_EVER) row.from = valid_from;
  if (valid_to !== null) row.to = valid_to;
  return row;
}
