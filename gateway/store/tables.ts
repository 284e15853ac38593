import type { Generated, Kysely } from 'kysely';
import type { ShelfRow } from '../../models/contract/aggregate.ts';
import type { CameraEvent, ShelfEvent } from '../../models/contract/event.ts';
import type { AlertTables } from '../alerts/tables.ts';
import type { JobTables } from '../jobs/tables.ts';
import type { NoteTables } from '../notes/tables.ts';
import type { PosTables } from '../pos/tables.ts';
import type { ReferenceTables } from '../reference/tables.ts';
import type { RollupTables } from '../rollups/tables.ts';
import type { UserTables } from '../users/tables.ts';

/**
 * The tables as Kysely sees them. Times are UTC milliseconds; `message` refers to the message that a row came in. What a
 * node of an older version does not measure is null.
 */
export interface Tables
  extends AlertTables,
    JobTables,
    NoteTables,
    PosTables,
    ReferenceTables,
    RollupTables,
    UserTables {
  sites: { store: string; revision: string; site: string; since: number };
  nodes: {
    store: string;
    node: string;
    state: string | null;
    last_seen: number | null;
    birth: string | null;
    health: string | null;
    messages: Generated<number>;
    duplicates: Generated<number>;
    conflicts: Generated<number>;
    refused: Generated<number>;
  };
  epochs: { store: string; node: string; epoch: string; up_to: number };
  messages: {
    id: Generated<number>;
    store: string;
    node: string;
    epoch: string;
    seq: number;
    kind: string;
    time: number;
    received: number;
    late: number;
    site_revision: string;
    hash: string;
    body: string;
  };
  conflicts: {
    store: string;
    node: string;
    epoch: string;
    seq: number;
    kind: string;
    received: number;
    hash: string;
    body: string;
  };
  refused: {
    store: string;
    node: string;
    channel: string;
    reason: string;
    epoch: string | null;
    seq: number | null;
    received: number;
    hash: string;
    raw: string;
    times: number;
  };
  traffic: BucketColumns & {
    line: string;
    coverage: number;
    count_in: number;
    count_out: number;
    variance_in: number;
    variance_out: number;
    visits: number;
    units_in: number | null;
    units_out: number | null;
  };
  zone: BucketColumns & {
    zone: string;
    coverage: number;
    visits: number;
    visits_variance: number;
    ended: number;
    censored: number;
    engaged: number;
    dwell_s: number;
    occupancy_s: number;
    occupancy_max: number;
    stops: number | null;
    reaches: number | null;
  };
  /** The bins of the dwell histograms that hold anything: most minutes fill two or three of 24. */
  dwell: BucketColumns & { zone: string; bin: number; ended: number; censored: number };
  floor_occupancy: BucketColumns & {
    node: string;
    floor: string;
    coverage: number;
    occupancy_s: number;
    occupancy_max: number;
    inside_s: number | null;
    inside_variance_s: number | null;
    inside_seen_s: number | null;
    staff_s: number | null;
    still_s: number | null;
  };
  queue: BucketColumns & {
    zone: string;
    coverage: number;
    length_s: number;
    length_max: number;
    visits: number;
    served: number;
    served_variance: number | null;
    abandoned: number;
    abandoned_variance: number | null;
    cut: number | null;
    wait_s: number;
    services: number | null;
    service_s: number | null;
  };
  /** The bins of the wait and service histograms that hold anything. */
  wait: BucketColumns & { zone: string; bin: number; served: number; censored: number; services: number };
  flow: BucketColumns & { from_zone: string; to_zone: string; count: number; variance: number };
  flow_period: BucketColumns & { node: string; unplaced: number; ends_unplaced: number | null };
  ends: BucketColumns & { from_place: string; to_place: string; count: number; variance: number };
  heat: BucketColumns & GridColumns & { unplaced_person_s: number; unplaced_visits: number };
  path: BucketColumns & GridColumns & { unplaced: number };
  shelf: BucketColumns & {
    shelf: string;
    facing: string;
    coverage: number;
    state: ShelfRow['state'];
    fill: number | null;
    variance: number;
    empty_s: number | null;
  };
  shelf_event: {
    message: number;
    store: string;
    node: string;
    time: number;
    since: number;
    shelf: string;
    facing: string;
    change: ShelfEvent['change'];
  };
  camera_event: {
    message: number;
    store: string;
    node: string;
    time: number;
    camera: string;
    change: CameraEvent['change'];
    reason: string;
  };
  probe: { id: number; at: number };
  secret: { value: string };
}

export interface BucketColumns {
  message: number;
  store: string;
  start: number;
  seconds: number;
}

/** What a node said of the cells of a floor, packed. */
export interface GridColumns {
  node: string;
  floor: string;
  cell_m: number;
  columns: number;
  rows: number;
  coverage: number;
  cells: Uint8Array;
}

export type Db = Kysely<Tables>;
