import type { CameraEvent } from '../../models/contract/event.ts';
import type { Site } from '../../models/contract/site.ts';
import type { Kept } from '../rollups/kept.ts';
import type { Accepted, Batch, EpochState, Refusal } from './batch.ts';
import type { ShelfStore } from './shelf-rows.ts';

/** Half-open, in UTC milliseconds. */
export interface Span {
  store: string;
  fromMs: number;
  toMs: number;
  /** Without corrections of buckets that were out before: what was published must not be told apart by them. */
  settled?: boolean;
}
/** Rows are summed over slots of `grainMs` from the epoch; Infinity makes one slot, whose `slot` is 0. */
export interface SlotQuery extends Span {
  grainMs: number;
  /** Whole store-days that hold the span, in order: then there is a slot a day instead, which begins with it. */
  days?: readonly { startMs: number; endMs: number }[];
}

export interface TrafficSum {
  line: string;
  slot: number;
  in: number;
  out: number;
  inVariance: number;
  outVariance: number;
  /** Buying units; null when no message of the slot counted them. The same holds of the other sums that may be null. */
  unitsIn: number | null;
  unitsOut: number | null;
  /** Seconds really seen: coverage × seconds; messages of one bucket add, a bucket is never seen more than once. */
  seenS: number;
}
export interface ZoneSum {
  zone: string;
  slot: number;
  visits: number;
  visitsVariance: number;
  ended: number;
  censored: number;
  engaged: number;
  dwellS: number;
  occupancyS: number;
  occupancyMax: number;
  dwellHistogram: number[];
  censoredHistogram: number[];
  stops: number | null;
  reaches: number | null;
  seenS: number;
}
export interface QueueSum {
  zone: string;
  slot: number;
  /** Person-seconds waited. */
  lengthS: number;
  lengthMax: number;
  visits: number;
  served: number;
  servedVariance: number | null;
  abandoned: number;
  abandonedVariance: number | null;
  cut: number | null;
  waitS: number;
  services: number | null;
  serviceS: number | null;
  waitHistogram: number[];
  /** Waits of those who gave up, and those that were cut. */
  censoredHistogram: number[];
  serviceHistogram: number[];
  seenS: number;
}
export interface FloorSum {
  personS: number;
  /** Largest minute's maximum; where several nodes share a minute their maxima are added: an upper bound. */
  max: number;
  seenS: number;
  /** Person-seconds of staff, and seconds of things, that are in no other figure. */
  staffS: number | null;
  stillS: number | null;
}
/** The balance of one floor in one minute: its people and their variance, each times the seconds that it was kept. */
export interface InsideRow {
  node: string;
  floor: string;
  startMs: number;
  seconds: number;
  insideS: number;
  varianceS: number;
  seenS: number;
}
/** One period of one node, as it came. */
export interface CellPeriod {
  node: string;
  startMs: number;
  seconds: number;
  cellM: number;
  columns: number;
  rows: number;
  coverage: number;
}
export interface HeatPeriod extends CellPeriod {
  unplacedPersonS: number;
  unplacedVisits: number;
  /** index, person-seconds, visits; three numbers a cell */
  cells: Float64Array;
}
export interface PathPeriod extends CellPeriod {
  unplaced: number;
  /** index, and visits that left the cell in each of the eight directions; nine numbers a cell */
  cells: Int32Array;
}
export interface FlowSum {
  from: string;
  to: string;
  count: number;
  variance: number;
  /** The largest single period's count. */
  largest: number;
}
export interface FlowSums {
  flows: FlowSum[];
  unplaced: number;
  /** Ways by their first and last place, `line:id` or `zone:id`. */
  ends: FlowSum[];
  /** Null when no message told ends. */
  endsUnplaced: number | null;
}
export interface FlowSlot extends FlowSums {
  slot: number;
}
export interface CameraEventRow {
  timeMs: number;
  node: string;
  camera: string;
  change: CameraEvent['change'];
  reason: string;
}

export interface NodePatch {
  state?: { state: string; atMs: number };
  birth?: { json: string; atMs: number };
  health?: { json: string; atMs: number };
}
export interface NodeRow {
  store: string;
  node: string;
  state: string | null;
  lastSeenMs: number | null;
  birth: string | null;
  health: string | null;
  messages: number;
  duplicates: number;
  conflicts: number;
  refused: number;
}
export interface SiteRevision {
  store: string;
  revision: string;
  site: Site;
  sinceMs: number;
}
export interface ConflictRow {
  store: string;
  node: string;
  epoch: string;
  seq: number;
  kind: string;
  receivedMs: number;
  body: string;
}

/** What the gateway needs of a data base. Every back end passes the same tests. */
export interface Store extends ShelfStore {
  /** One transaction. Once it resolves the messages survive a power cut. */
  accept(batch: Batch): Promise<Accepted>;
  epochs(): Promise<EpochState[]>;
  /** Sums of days that took long to make; whatever the store is told takes those away that it makes wrong. */
  kept: Kept;
  /** What nobody outside knows; it stays with the data base. */
  secret(): Promise<string>;
  newestMessageMs(store: string): Promise<number | null>;
  oldestBucketMs(store: string): Promise<number | null>;
  /** End of the newest minute of any line or zone, null when there is none. */
  latestBucketMs(store: string): Promise<number | null>;

  traffic(query: SlotQuery): Promise<TrafficSum[]>;
  zones(query: SlotQuery & { zone?: string }): Promise<ZoneSum[]>;
  queues(query: SlotQuery & { zone?: string }): Promise<QueueSum[]>;
  floors(query: Span): Promise<FloorSum>;
  inside(query: Span): Promise<InsideRow[]>;
  heat(query: Span & { floor: string }): Promise<HeatPeriod[]>;
  /** Which periods of a floor were seen, without what was in them. */
  heatSeen(query: Span & { floor: string }): Promise<CellPeriod[]>;
  paths(query: Span & { floor: string }): Promise<PathPeriod[]>;
  flows(query: Span): Promise<FlowSums>;
  /** The same of each slot that has anything, in order of time. */
  flowSlots(query: SlotQuery): Promise<FlowSlot[]>;
  cameraEvents(query: Span & { limit: number }): Promise<CameraEventRow[]>;

  updateNode(store: string, node: string, patch: NodePatch): Promise<void>;
  nodes(): Promise<NodeRow[]>;
  conflicts(store: string): Promise<ConflictRow[]>;
  refusals(store: string): Promise<Refusal[]>;

  /** Keeps a revision of a site; one that is there already keeps its date. */
  keepSite(site: Site, revision: string, sinceMs: number): Promise<void>;
  siteRevisions(store: string): Promise<SiteRevision[]>;

  /**
   * Rolls up those of the newest complete days (in UTC) that are not yet, at most so many sums of a day; how many it were.
   * Reading a long range does it too.
   */
  rollUp(store: string, days: number, most: number): Promise<number>;

  /** Rejects when nothing can be written. */
  probe(nowMs: number): Promise<void>;
  close(): Promise<void>;
}
