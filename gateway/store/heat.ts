import { unpackCells } from './project.ts';
import { within } from './slots.ts';
import type { HeatPeriod, Span } from './store.ts';
import type { Db } from './tables.ts';

/** The periods of a floor in order of their start. Several messages of one period come one after the other. */
export async function heatPeriods(db: Db, query: Span & { floor: string }): Promise<HeatPeriod[]> {
  const rows = await db
    .selectFrom('heat')
    .selectAll()
    .where(within(query))
    .where('floor', '=', query.floor)
    .orderBy('start')
    .execute();
  return rows.map((row) => ({
    node: row.node,
    startMs: row.start,
    seconds: row.seconds,
    cellM: row.cell_m,
    columns: row.columns,
    rows: row.rows,
    coverage: row.coverage,
    unplacedPersonS: row.unplaced_person_s,
    unplacedVisits: row.unplaced_visits,
    cells: unpackCells(row.cells),
  }));
}
