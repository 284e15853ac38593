import type { Site, Zone } from '../../models/contract/site.ts';
import { type Counts, threshold } from '../../models/privacy/partition.ts';
import type { QueueSum, Store, ZoneSum } from '../store/store.ts';
import { pieces, type Rest } from '../turns.ts';
import { bySlot } from './by-slot.ts';
import { daysOf, type GridDay, QUARTER_MS } from './grid.ts';
import { type CountsBySlot, Lattice } from './lattice.ts';
import { roughly } from './rough-seconds.ts';
import { type PartLattices, partLattices } from './zone-parts.ts';

/** What k is held against in one quarter of a zone: visits, those that ended, and of a queue also who waited there. */
export const visitCounts = (zone: ZoneSum | undefined, queue: QueueSum | undefined): Counts => [
  // Somebody who stays all the time neither began nor ended a visit, and is a person there all the same.
  zone?.visits || (zone && zone.occupancyS > 0 && zone.ended + zone.censored === 0 ? 1 : 0),
  zone ? zone.ended + zone.censored : 0,
  queue?.visits ?? 0,
  queue ? queue.served + queue.abandoned + (queue.cut ?? 0) : 0,
  queue?.services ?? 0,
];

/** The quarters of every zone over all days that a range touches, and what of them may be published. */
export interface ZoneLattices {
  days: GridDay[];
  zones: Map<string, Map<number, ZoneSum>>;
  queues: Map<string, Map<number, QueueSum>>;
  k: number;
  of(zone: string): Lattice;
  partsOf(zone: Zone): PartLattices;
}

/** What a lattice is made for: a range of the API, or as much of one. */
export interface LatticeRange {
  store: string;
  fromMs: number;
  toMs: number;
  nowMs: number;
  site: { site: Site };
}

export async function zoneLattices(
  context: { store: Store },
  range: LatticeRange,
  only?: string,
  rest: Rest = pieces(),
): Promise<ZoneLattices> {
  const { site } = range.site;
  const days = daysOf(range.fromMs, range.toMs, site, range.nowMs);
  const [fromMs, toMs] = [days[0].startMs, days[days.length - 1].endMs];
  const query = { store: range.store, fromMs, toMs, grainMs: QUARTER_MS, zone: only, settled: true };
  const zones = await bySlot(query, roughly(context.store), ({ zone }) => zone, rest);
  const waiting = site.zones.some(({ id, kind }) => kind === 'queue' && (only === undefined || id === only));
  const queues = waiting ? await bySlot(query, context.store.queues, ({ zone }) => zone, rest) : new Map();
  const k = threshold(site.privacy.k);
  const made = new Map<string, Lattice>();
  const parts = new Map<string, PartLattices>();
  const make = (zone: string): Lattice => {
    const [own, waits] = [zones.get(zone), queues.get(zone)];
    const has = (slot: number) => own?.has(slot) || waits?.has(slot) || false;
    const get = (slot: number) => (has(slot) ? visitCounts(own?.get(slot), waits?.get(slot)) : undefined);
    const counts: CountsBySlot = { has, get };
    const lattice = new Lattice(days, counts, k);
    made.set(zone, lattice);
    return lattice;
  };
  const of = (zone: string) => made.get(zone) ?? make(zone);
  const partsOf = (zone: Zone): PartLattices => {
    const own = parts.get(zone.id) ?? partLattices(zone, zones.get(zone.id), days, of(zone.id), k);
    parts.set(zone.id, own);
    return own;
  };
  return { days, zones, queues, k, of, partsOf };
}
