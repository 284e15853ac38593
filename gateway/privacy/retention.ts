import { type RawBuilder, sql } from 'kysely';
import type { ReferenceKindName } from '../../models/contract/reference-rows.ts';
import { cutoffs, type RetentionDays, type RetentionKind } from '../../models/privacy/retention.ts';
import { dayOf, dayStart } from '../figures/buckets.ts';
import { KEPT_OF_CAMERAS, KEPT_OF_TILLS, type KeptKind } from '../rollups/kinds.ts';
import { namesOf } from '../store/slots.ts';
import type { Db } from '../store/tables.ts';
import { deleteImports } from './old-imports.ts';
import { deleteReference, deleteReferenceRejects, OTHERS, ROSTERS } from './old-reference.ts';

const DAY_MS = 86_400_000;
/** Rows of tables that are deleted row by row in one step. */
const ROWS = 1000;

/** Tables of buckets, with the column that leads their index; they are deleted name by name and day by day. */
const BUCKETS: Partial<Record<RetentionKind, Record<string, string>>> = {
  minutes: {
    ...{ traffic: 'line', zone: 'zone', dwell: 'zone', floor_occupancy: 'node', queue: 'zone', wait: 'zone' },
    // Made of them: what is deleted there must not live on here.
    rollup: 'kind',
  },
  ways: { flow: 'from_zone', flow_period: 'node', ends: 'from_place' },
  heat: { heat: 'node', path: 'node' },
  shelves: { shelf: 'shelf' },
};

const KEPT: Partial<Record<RetentionKind, readonly KeptKind[]>> = { minutes: KEPT_OF_CAMERAS, pos: KEPT_OF_TILLS };

/** Tables with a key of their own and a time, and those whose rows hang on it. */
interface Rows {
  table: string;
  key: string;
  time: string;
  children?: Record<string, string>;
  only?: RawBuilder<boolean>;
  /** Emptied instead of deleted. */
  blank?: string;
}
const ROW_KINDS: Partial<Record<RetentionKind, Rows>> = {
  messages: { table: 'messages', key: 'id', time: 'time', blank: 'body', only: sql`body <> ''` },
  events: { table: 'camera_event', key: 'message', time: 'time' },
  shelves: { table: 'shelf_event', key: 'message', time: 'since' },
  // One that is still open is not old, whenever it began.
  alerts: {
    ...{ table: 'alert', key: 'id', time: 'opened', children: { alert_change: 'alert' } },
    only: sql`ended is not null`,
  },
  pos: {
    ...{ table: 'receipts', key: 'id', time: 'time' },
    children: { receipt_lines: 'receipt', receipt_changes: 'receipt' },
  },
};

/** Reference data, by what they are about. */
const REFERENCE: Partial<Record<RetentionKind, readonly ReferenceKindName[]>> = { rosters: ROSTERS, reference: OTHERS };

export interface Deleted {
  kind: RetentionKind;
  rows: number;
}

export interface RetentionAbout {
  /** The store's time, and the gateway's own where that is another. */
  nowMs: number;
  wallMs?: number;
  timeZone: string;
  retentionDays?: RetentionDays;
  /** Where files of the tills are kept. */
  statePath?: string;
}

/**
 * Deletes what a store need not keep any more, in steps of one name and day or of 1,000 rows, each in a transaction of
 * its own, so that others can write in between. Stops between two steps when `signal` says so;
 * run again it goes on.
 */
export async function deleteOld(
  db: Db,
  store: string,
  about: RetentionAbout,
  signal?: AbortSignal,
): Promise<Deleted[]> {
  const { nowMs, timeZone, retentionDays, wallMs = nowMs } = about;
  const deleted: Deleted[] = [];
  for (const { kind, beforeMs } of cutoffs(nowMs, retentionDays, (tMs) => dayStart(tMs, { timeZone }))) {
    let rows = 0;
    await dropKept(db, kind, store, beforeMs);
    for (const [table, name] of Object.entries(BUCKETS[kind] ?? {})) {
      for await (const n of deleteBuckets(db, table, name, store, beforeMs)) {
        rows += n;
        if (signal?.aborted) return [...deleted, { kind, rows }];
      }
    }
    if (kind === 'messages') {
      // What no parser took, and what came twice with another content: few, and nothing hangs on them.
      for (const table of ['refused', 'conflicts'] as const) {
        const gone = db.deleteFrom(table).where('store', '=', store).where('received', '<', beforeMs);
        rows += Number((await gone.executeTakeFirst()).numDeletedRows);
      }
    }
    if (kind === 'pos') {
      const gone = db.deleteFrom('till_clock').where('store', '=', store);
      const { numDeletedRows } = await gone.where('day', '<', dayOf(beforeMs, { timeZone })).executeTakeFirst();
      rows += Number(numDeletedRows);
    }
    if (kind === 'imports') {
      // Files and imports bear the times of the gateway's own clock; a simulated store lives in another.
      const before = beforeMs + dayStart(wallMs, { timeZone }) - dayStart(nowMs, { timeZone });
      rows += await deleteReferenceRejects(db, store, before);
      for await (const n of deleteImports(db, store, before, about.statePath)) {
        rows += n;
        if (signal?.aborted) return [...deleted, { kind, rows }];
      }
    }
    const reference = REFERENCE[kind];
    if (reference) {
      for await (const n of deleteReference(db, store, reference, dayOf(beforeMs, { timeZone }))) {
        rows += n;
        if (signal?.aborted) return [...deleted, { kind, rows }];
      }
    }
    const of = ROW_KINDS[kind];
    if (of) {
      for await (const n of deleteRows(db, of, store, beforeMs)) {
        rows += n;
        if (signal?.aborted) return [...deleted, { kind, rows }];
      }
    }
    // Somebody may have asked while half of it was gone.
    await dropKept(db, kind, store, beforeMs);
    deleted.push({ kind, rows });
  }
  return deleted;
}

/** What is made of deleted rows must not live on. */
async function dropKept(db: Db, kind: RetentionKind, store: string, beforeMs: number): Promise<void> {
  const made = KEPT[kind];
  if (!made) return;
  const gone = db.deleteFrom('kept').where('store', '=', store).where('kind', 'in', made);
  await gone.where('start', '<', beforeMs).execute();
}

async function* deleteBuckets(db: Db, table: string, column: string, store: string, beforeMs: number) {
  const [from, name] = [sql.table(table), sql.ref(column)];
  const names = await sql<{ name: string | null }>`${namesOf(table, column, store)} select name from names`.execute(db);
  for (const { name: of } of names.rows) {
    if (of === null) continue;
    for (;;) {
      const rows = sql<boolean>`store = ${store} and ${name} = ${of} and start < ${beforeMs}`;
      const first = await sql<{ start: number | null }>`select min(start) as start from ${from} where ${rows}`.execute(
        db,
      );
      const start = first.rows[0]?.start ?? null;
      if (start === null) break;
      const done = await sql`delete from ${from} where ${rows} and start < ${start + DAY_MS}`.execute(db);
      yield Number(done.numAffectedRows ?? 0n);
    }
  }
}

async function* deleteRows(
  db: Db,
  { table, key, time, children = {}, only, blank }: Rows,
  store: string,
  before: number,
) {
  const [from, id] = [sql.table(table), sql.ref(key)];
  for (;;) {
    const found = await sql<{ id: number | string }>`
      select ${id} as id from ${from} where store = ${store} and ${sql.ref(time)} < ${before}
        ${only ? sql`and ${only}` : sql``} order by ${sql.ref(time)} limit ${ROWS}`.execute(db);
    if (found.rows.length === 0) return;
    const ids = sql.join(found.rows.map((row) => row.id));
    await db.transaction().execute(async (trx) => {
      for (const [child, column] of Object.entries(children)) {
        await sql`delete from ${sql.table(child)} where ${sql.ref(column)} in (${ids})`.execute(trx);
      }
      if (blank) await sql`update ${from} set ${sql.ref(blank)} = '' where ${id} in (${ids})`.execute(trx);
      else await sql`delete from ${from} where store = ${store} and ${id} in (${ids})`.execute(trx);
    });
    yield found.rows.length;
  }
}
