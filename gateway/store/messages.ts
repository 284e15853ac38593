import { sql } from 'kysely';
import { groupBy } from '../group-by.ts';
import type { EpochState, Refusal } from './batch.ts';
import { namesOf } from './slots.ts';
import type { CameraEventRow, ConflictRow, Span } from './store.ts';
import type { Db } from './tables.ts';

/**
 * Which sequence numbers of each epoch are stored or refused: what the acks say after a restart. Only those past the
 * contiguous part that was written down are read.
 */
export async function epochStates(db: Db): Promise<EpochState[]> {
  const known = await db.selectFrom('epochs').selectAll().execute();
  const { rows } = await sql<{ store: string; node: string; epoch: string; low: number; high: number }>`
    select store, node, epoch, min(seq) as low, max(seq) as high
    from (
      select store, node, epoch, seq, seq - row_number() over (partition by store, node, epoch order by seq) as island
      from (
        select m.store, m.node, m.epoch, m.seq from messages as m
          left join epochs as e on e.store = m.store and e.node = m.node and e.epoch = m.epoch
          where m.seq > coalesce(e.up_to, 0)
        union
        select store, node, epoch, seq from refused where epoch is not null and seq is not null
      ) as stored
    ) as marked
    group by store, node, epoch, island
    order by store, node, epoch, low`.execute(db);
  const states = new Map<string, EpochState>();
  const stateOf = (store: string, node: string, epoch: string) => {
    const key = `${store}/${node}/${epoch}`;
    const state = states.get(key) ?? { store, node, epoch, upTo: 0, ranges: [] };
    states.set(key, state);
    return state;
  };
  for (const row of known) stateOf(row.store, row.node, row.epoch).upTo = row.up_to;
  for (const [, islands] of groupBy(rows, (row) => `${row.store}/${row.node}/${row.epoch}`)) {
    const state = stateOf(islands[0].store, islands[0].node, islands[0].epoch);
    state.ranges = islands.map(({ low, high }) => [low, high]);
  }
  return [...states.values()];
}

export async function newestMessage(db: Db, store: string): Promise<number | null> {
  const row = await db
    .selectFrom('messages')
    .select((e) => e.fn.max<number | null>('time').as('time'))
    .where('store', '=', store)
    .executeTakeFirst();
  return row?.time ?? null;
}

/** End of the newest bucket of any line or zone. */
export async function latestBucket(db: Db, store: string): Promise<number | null> {
  const starts = await edgesOf(db, store, 'max', ['traffic', 'zone']);
  return starts.length > 0 ? Math.max(...starts) + 60_000 : null;
}

/** Start of the oldest one of any line, zone or queue. A recording may tell of times long before its messages. */
export async function oldestBucket(db: Db, store: string): Promise<number | null> {
  const starts = await edgesOf(db, store, 'min', ['traffic', 'zone', 'queue']);
  return starts.length > 0 ? Math.min(...starts) : null;
}

/** The first or the last start in each table that has any. */
async function edgesOf(
  db: Db,
  store: string,
  edge: 'min' | 'max',
  tables: ('traffic' | 'zone' | 'queue')[],
): Promise<number[]> {
  const starts: number[] = [];
  for (const table of tables) {
    const column = table === 'traffic' ? 'line' : 'zone';
    const { rows } = await sql<{ start: number | null }>`
      ${namesOf(table, column, store)}
      select ${sql.raw(edge)}(start) as start from (
        select (
          select ${sql.raw(edge)}(start) from ${sql.table(table)} where store = ${store} and ${sql.ref(column)} = names.name
        ) as start from names
      ) as edges`.execute(db);
    if (rows[0].start !== null) starts.push(rows[0].start);
  }
  return starts;
}

export async function cameraEvents(db: Db, span: Span & { limit: number }): Promise<CameraEventRow[]> {
  return db
    .selectFrom('camera_event')
    .select(['time as timeMs', 'node', 'camera', 'change', 'reason'])
    .where('store', '=', span.store)
    .where('time', '>=', span.fromMs)
    .where('time', '<', span.toMs)
    .orderBy('time')
    .limit(span.limit)
    .execute();
}

export async function conflictRows(db: Db, store: string): Promise<ConflictRow[]> {
  return db
    .selectFrom('conflicts')
    .select(['store', 'node', 'epoch', 'seq', 'kind', 'received as receivedMs', 'body'])
    .where('store', '=', store)
    .orderBy('received')
    .execute();
}

export async function refusalRows(db: Db, store: string): Promise<Refusal[]> {
  const rows = await db.selectFrom('refused').selectAll().where('store', '=', store).orderBy('received').execute();
  return rows.map(({ received, epoch, seq, times: _, ...row }) => ({
    ...row,
    receivedMs: received,
    ...(epoch !== null && { epoch }),
    ...(seq !== null && { seq }),
  }));
}
