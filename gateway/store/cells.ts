import { sql } from 'kysely';
import { unpackCells, unpackSteps } from './pack.ts';
import { within } from './slots.ts';
import type { CellPeriod, HeatPeriod, PathPeriod, Span } from './store.ts';
import type { BucketColumns, Db, GridColumns, Tables } from './tables.ts';

type FloorSpan = Span & { floor: string };

/** The heat of a floor, period by period in order of their start; several messages of one come one after the other. */
export async function heatPeriods(db: Db, query: FloorSpan): Promise<HeatPeriod[]> {
  return (await periodsOf(db, 'heat', query)).map((row) => ({
    ...period(row),
    unplacedPersonS: row.unplaced_person_s,
    unplacedVisits: row.unplaced_visits,
    cells: unpackCells(row.cells),
  }));
}

/** The same periods without their cells. */
export async function heatSeen(db: Db, query: FloorSpan): Promise<CellPeriod[]> {
  const rows = await db
    .selectFrom('heat')
    .select(['node', 'start', 'seconds', 'cell_m', 'columns', 'rows', 'coverage'])
    .where(within(query))
    .where('floor', '=', query.floor)
    .execute();
  return rows.map(period);
}

/** The ways by cell of a floor, in the same order. */
export async function pathPeriods(db: Db, query: FloorSpan): Promise<PathPeriod[]> {
  return (await periodsOf(db, 'path', query)).map((row) => ({
    ...period(row),
    unplaced: row.unplaced,
    cells: unpackSteps(row.cells),
  }));
}

async function periodsOf<T extends 'heat' | 'path'>(db: Db, table: T, query: FloorSpan): Promise<Tables[T][]> {
  const { rows } = await sql<Tables[T]>`
    select * from ${sql.table(table)} where ${within(query)} and floor = ${query.floor} order by start`.execute(db);
  return rows;
}

const period = (row: Omit<BucketColumns & GridColumns, 'cells' | 'floor' | 'message' | 'store'>): CellPeriod => ({
  node: row.node,
  startMs: row.start,
  seconds: row.seconds,
  cellM: row.cell_m,
  columns: row.columns,
  rows: row.rows,
  coverage: row.coverage,
});
