import type { Generated, Kysely } from 'kysely';
import type { CameraEvent } from '../../models/contract/event.ts';

/** The tables as Kysely sees them. Times are UTC milliseconds; `message` refers to the message that a row came in. */
export interface Tables {
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
  };
  /** The bins of the dwell histograms that hold anything: most minutes fill two or three of 24. */
  dwell: BucketColumns & { zone: string; bin: number; ended: number; censored: number };
  floor_occupancy: BucketColumns & {
    node: string;
    floor: string;
    coverage: number;
    occupancy_s: number;
    occupancy_max: number;
  };
  flow: BucketColumns & { from_zone: string; to_zone: string; count: number; variance: number };
  flow_period: BucketColumns & { node: string; unplaced: number };
  heat: BucketColumns & {
    node: string;
    floor: string;
    cell_m: number;
    columns: number;
    rows: number;
    coverage: number;
    unplaced_person_s: number;
    unplaced_visits: number;
    cells: Uint8Array;
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
}

export interface BucketColumns {
  message: number;
  store: string;
  start: number;
  seconds: number;
}

export type Db = Kysely<Tables>;
