import type {
  FlowData,
  HeatData,
  PathData,
  QueueData,
  ShelfData,
  TrafficData,
  ZoneData,
} from '../../models/contract/aggregate.ts';
import type { CameraEvent, ShelfEvent } from '../../models/contract/event.ts';
import type { Incoming } from './batch.ts';
import { packCells, packSteps } from './pack.ts';
import type { BucketColumns, GridColumns, Tables } from './tables.ts';

/** The rows that messages turn into, table by table. */
export type Rows = { [T in Projected]: Tables[T][] };
type Projected =
  | 'traffic'
  | 'zone'
  | 'dwell'
  | 'floor_occupancy'
  | 'queue'
  | 'wait'
  | 'flow'
  | 'flow_period'
  | 'ends'
  | 'heat'
  | 'path'
  | 'shelf'
  | 'shelf_event'
  | 'camera_event';

export const emptyRows = (): Rows => ({
  traffic: [],
  zone: [],
  dwell: [],
  floor_occupancy: [],
  queue: [],
  wait: [],
  flow: [],
  flow_period: [],
  ends: [],
  heat: [],
  path: [],
  shelf: [],
  shelf_event: [],
  camera_event: [],
});

/** Adds the rows of one message. A kind without a table (events of queues) stays in `messages` alone. */
export function project(incoming: Incoming, id: number, rows: Rows): void {
  const { envelope, family, kind } = incoming.message;
  const { store, node } = incoming;
  if (family === 'event') {
    const head = { message: id, store, node, time: Date.parse(envelope.time) };
    if (kind === 'camera') {
      const { camera, change, reason } = envelope.data as CameraEvent;
      rows.camera_event.push({ ...head, camera, change, reason });
    } else if (kind === 'shelf') {
      const { since, ...data } = envelope.data as ShelfEvent;
      rows.shelf_event.push({ ...head, ...data, since: since === undefined ? head.time : Date.parse(since) });
    }
    return;
  }
  const { start, seconds } = envelope.data as { start: string; seconds: number };
  const bucket = { message: id, store, start: Date.parse(start), seconds };
  switch (kind) {
    case 'traffic':
      projectTraffic(envelope.data as TrafficData, bucket, rows);
      break;
    case 'zone':
      projectZones(envelope.data as ZoneData, bucket, node, rows);
      break;
    case 'queue':
      projectQueues(envelope.data as QueueData, bucket, rows);
      break;
    case 'flow':
      projectFlows(envelope.data as FlowData, bucket, node, rows);
      break;
    case 'heat': {
      const data = envelope.data as HeatData;
      const unplaced = { unplaced_person_s: data.unplaced.personS, unplaced_visits: data.unplaced.visits };
      rows.heat.push({ ...bucket, ...gridOf(data, node), ...unplaced, cells: packCells(data.cells) });
      break;
    }
    case 'path': {
      const data = envelope.data as PathData;
      rows.path.push({ ...bucket, ...gridOf(data, node), unplaced: data.unplaced, cells: packSteps(data.cells) });
      break;
    }
    case 'shelf':
      for (const { emptyS, fillVariance, ...row } of (envelope.data as ShelfData).facings) {
        rows.shelf.push({ ...bucket, ...row, variance: fillVariance, empty_s: emptyS ?? null });
      }
  }
}

function projectTraffic({ lines }: TrafficData, bucket: BucketColumns, rows: Rows): void {
  for (const line of lines) {
    rows.traffic.push({
      ...bucket,
      line: line.line,
      coverage: line.coverage,
      count_in: line.in,
      count_out: line.out,
      variance_in: line.inVariance,
      variance_out: line.outVariance,
      visits: line.visits,
      units_in: line.unitsIn ?? null,
      units_out: line.unitsOut ?? null,
    });
  }
}

function projectZones(data: ZoneData, bucket: BucketColumns, node: string, rows: Rows): void {
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
      stops: row.stops ?? null,
      reaches: row.reaches ?? null,
    });
    row.dwellHistogram.forEach((ended, bin) => {
      const censored = row.censoredHistogram[bin];
      if (ended !== 0 || censored !== 0) rows.dwell.push({ ...bucket, zone: row.zone, bin, ended, censored });
    });
  }
  for (const row of data.floors) {
    rows.floor_occupancy.push({
      ...bucket,
      node,
      floor: row.floor,
      coverage: row.coverage,
      occupancy_s: row.occupancyS,
      occupancy_max: row.occupancyMax,
      inside_s: row.insideS ?? null,
      inside_variance_s: row.insideVarianceS ?? null,
      inside_seen_s: row.insideSeenS ?? null,
      staff_s: row.staffS ?? null,
      still_s: row.stillS ?? null,
    });
  }
}

function projectQueues({ queues }: QueueData, bucket: BucketColumns, rows: Rows): void {
  for (const row of queues) {
    rows.queue.push({
      ...bucket,
      zone: row.zone,
      coverage: row.coverage,
      length_s: row.lengthS,
      length_max: row.lengthMax,
      visits: row.visits,
      served: row.served,
      served_variance: row.servedVariance ?? null,
      abandoned: row.abandoned,
      abandoned_variance: row.abandonedVariance ?? null,
      cut: row.cut ?? null,
      wait_s: row.waitS,
      services: row.services ?? null,
      service_s: row.serviceS ?? null,
    });
    row.waitHistogram.forEach((served, bin) => {
      const censored = row.censoredHistogram?.[bin] ?? 0;
      const services = row.serviceHistogram?.[bin] ?? 0;
      if (served === 0 && censored === 0 && services === 0) return;
      rows.wait.push({ ...bucket, zone: row.zone, bin, served, censored, services });
    });
  }
}

function projectFlows(data: FlowData, bucket: BucketColumns, node: string, rows: Rows): void {
  const measured = data.ends !== undefined || data.endsUnplaced !== undefined;
  const ends_unplaced = measured ? (data.endsUnplaced ?? 0) : null;
  rows.flow_period.push({ ...bucket, node, unplaced: data.unplaced, ends_unplaced });
  for (const { from, to, count, variance } of data.flows) {
    rows.flow.push({ ...bucket, from_zone: from, to_zone: to, count, variance });
  }
  for (const { from, to, count, variance } of data.ends ?? []) {
    rows.ends.push({ ...bucket, from_place: from, to_place: to, count, variance });
  }
}

const gridOf = (data: HeatData | PathData, node: string): Omit<GridColumns, 'cells'> => ({
  node,
  floor: data.floor,
  cell_m: data.cellM,
  columns: data.columns,
  rows: data.rows,
  coverage: data.coverage,
});
