import type { FlowData, HeatData, TrafficData, ZoneData } from '../../models/contract/aggregate.ts';
import type { CameraEvent } from '../../models/contract/event.ts';
import type { Incoming } from './store.ts';
import type { Tables } from './tables.ts';

/** The rows that messages turn into, table by table. */
export type Rows = { [T in Projected]: Tables[T][] };
type Projected = 'traffic' | 'zone' | 'dwell' | 'floor_occupancy' | 'flow' | 'flow_period' | 'heat' | 'camera_event';

export const emptyRows = (): Rows => ({
  traffic: [],
  zone: [],
  dwell: [],
  floor_occupancy: [],
  flow: [],
  flow_period: [],
  heat: [],
  camera_event: [],
});

/** Adds the rows of one message. Kinds without tables yet (queue, shelf) stay in `messages` alone. */
export function project(incoming: Incoming, id: number, rows: Rows): void {
  const { envelope, family, kind } = incoming.message;
  const { store, node } = incoming;
  if (family === 'event') {
    if (kind !== 'camera') return;
    const { camera, change, reason } = envelope.data as CameraEvent;
    rows.camera_event.push({ message: id, store, node, time: Date.parse(envelope.time), camera, change, reason });
    return;
  }
  const { start, seconds } = envelope.data as { start: string; seconds: number };
  const bucket = { message: id, store, start: Date.parse(start), seconds };
  if (kind === 'traffic') {
    for (const line of (envelope.data as TrafficData).lines) {
      rows.traffic.push({
        ...bucket,
        line: line.line,
        coverage: line.coverage,
        count_in: line.in,
        count_out: line.out,
        variance_in: line.inVariance,
        variance_out: line.outVariance,
        visits: line.visits,
      });
    }
  } else if (kind === 'zone') {
    projectZones(envelope.data as ZoneData, bucket, node, rows);
  } else if (kind === 'flow') {
    const data = envelope.data as FlowData;
    rows.flow_period.push({ ...bucket, node, unplaced: data.unplaced });
    for (const { from, to, count, variance } of data.flows) {
      rows.flow.push({ ...bucket, from_zone: from, to_zone: to, count, variance });
    }
  } else if (kind === 'heat') {
    const data = envelope.data as HeatData;
    rows.heat.push({
      ...bucket,
      node,
      floor: data.floor,
      cell_m: data.cellM,
      columns: data.columns,
      rows: data.rows,
      coverage: data.coverage,
      unplaced_person_s: data.unplaced.personS,
      unplaced_visits: data.unplaced.visits,
      cells: packCells(data.cells),
    });
  }
}

function projectZones(
  data: ZoneData,
  bucket: Omit<Tables['flow_period'], 'node' | 'unplaced'>,
  node: string,
  rows: Rows,
) {
  for (const row of data.zones) {
    rows.zone.push({
      ...bucket,
      zone: row.zone,
      coverage: row.coverage,
      visits: row.visits,
      visits_variance: row.visitsVariance,
      ended: row.ended,
      censored: row.censored,
      engaged: row.engaged,
      dwell_s: row.dwellS,
      occupancy_s: row.occupancyS,
      occupancy_max: row.occupancyMax,
    });
    row.dwellHistogram.forEach((ended, bin) => {
      const censored = row.censoredHistogram[bin];
      if (ended !== 0 || censored !== 0) rows.dwell.push({ ...bucket, zone: row.zone, bin, ended, censored });
    });
  }
  for (const { floor, coverage, occupancyS, occupancyMax } of data.floors) {
    const occupancy = { coverage, occupancy_s: occupancyS, occupancy_max: occupancyMax };
    rows.floor_occupancy.push({ ...bucket, node, floor, ...occupancy });
  }
}

/**
 * A period's cells as doubles, three a cell. One row a period instead of one a cell: a store-day of one-minute periods
 * is 1,440 rows to read instead of some 90,000.
 */
export function packCells(cells: HeatData['cells']): Uint8Array {
  const packed = new Float64Array(cells.length * 3);
  cells.forEach((cell, i) => {
    packed.set(cell, i * 3);
  });
  return Buffer.from(packed.buffer);
}

/** The data base may hand out bytes at any offset; doubles want theirs aligned, hence a copy (a Buffer's slice is none). */
export const unpackCells = (bytes: Uint8Array): Float64Array => new Float64Array(new Uint8Array(bytes).buffer);
