import fc from 'fast-check';
import { daysOf } from '../../../gateway/privacy/grid.ts';
import type { QueueRow, TrafficLine, ZoneRow } from '../../../models/contract/aggregate.ts';
import type { Envelope } from '../../../models/contract/envelope.ts';
import { emptyHistogram, HISTOGRAM_BINS } from '../../../models/contract/histogram.ts';
import { instant } from '../../../models/contract/ids.ts';
import type { LoadedSite } from '../../../models/host/site-file.ts';
import { SHOP_ZONES, testSite } from '../../support/gateway.ts';
import { envelope } from '../../support/messages.ts';

/** Of the attacked store; another by AISLE_K. */
export const K = Number(process.env.AISLE_K ?? 5);
/** Hours of the day in which anybody is there. */
export const OPEN = [10, 11, 12];
export const QUARTERS = 4 * OPEN.length;
export const ZONES = ['entrance', 'aisle', 'shelf', 'queue'] as const;
export const CELLS = 48;
/** Wide of cells of the floor in a row. */
const COLUMNS = 8;
const PAIRS = ZONES.flatMap((from) => ZONES.flatMap((to) => (from === to ? [] : [{ from, to }])));
export const ENDS = ['line:door', ...ZONES.map((zone) => `zone:${zone}`)];

/** The cells of each zone, as its polygon has them. */
export const CELLS_OF: Record<string, number[]> = {
  entrance: cellsWithin(0, 0, 4, 6),
  aisle: cellsWithin(4, 0, 8, 6),
  queue: cellsWithin(4, 0, 6, 2),
  shelf: cellsWithin(4, 4, 6, 6),
};

function cellsWithin(x0: number, y0: number, x1: number, y1: number): number[] {
  const cells = Array.from({ length: CELLS }, (_, i) => i);
  return cells.filter((i) => {
    const [x, y] = [i % COLUMNS, Math.floor(i / COLUMNS)];
    return x >= x0 && x < x1 && y >= y0 && y < y1;
  });
}

/** A small store with a street door, an arch inside, a fixture and a queue with two tills. */
export function smallStore(k = K): LoadedSite {
  const till = '\n  - { id: till-2, floor: "0", kind: till, polygon: [[6, 2], [8, 2], [8, 4], [6, 4]] }';
  const loaded = testSite({ k, zones: SHOP_ZONES + till });
  loaded.site.lines.push({ ...loaded.site.lines[0], id: 'arch', role: 'internal' });
  return loaded;
}

/** Counts of one quarter of an hour, by name; and what is counted by the hour only. */
export type Quarter = Record<string, number>;
export interface Hour {
  flows: { from: string; to: string; count: number }[];
  ends: { from: string; to: string; count: number }[];
  unplaced: number;
  heat: { visits: number; personS: number }[];
  /** Person-seconds of cells that the node did not tell, by the zone that they were in. */
  unplacedS: Record<string, number>;
  /** Eight directions a cell. */
  paths: number[][];
}
export interface World {
  zones: Record<string, Quarter[]>;
  lines: Record<string, Quarter[]>;
  hours: Hour[];
}

/** Draws of a world. Sparse: many zeros, many small counts, some of k and more. */
class Dice {
  readonly #random: () => number;
  constructor(seed: number) {
    // mulberry32
    let state = seed >>> 0;
    this.#random = () => {
      state = (state + 0x6d2b79f5) | 0;
      let t = Math.imul(state ^ (state >>> 15), 1 | state);
      t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
      return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
    };
  }
  upTo(most: number): number {
    return Math.floor(this.#random() * (most + 1));
  }
  count(most = 4 * K): number {
    const way = this.upTo(9);
    return Math.min(most, way < 3 ? 0 : way < 6 ? 1 + this.upTo(K - 2) : K + this.upTo(3 * K));
  }
  /** A part of a whole: none, few, all but few, all, or any. */
  part(whole: number): number {
    const part = [0, this.upTo(K - 1), whole - this.upTo(K - 1), whole, this.upTo(whole)][this.upTo(4)];
    return Math.max(0, Math.min(whole, part));
  }
}

export const seeds = fc.integer({ min: 0, max: 2 ** 31 });

export function worldOf(seed: number): World {
  const dice = new Dice(seed);
  const zones = Object.fromEntries(ZONES.map((zone) => [zone, zoneQuarters(dice, zone)]));
  const lines = Object.fromEntries(['door', 'arch'].map((line) => [line, lineQuarters(dice)]));
  const hours = OPEN.map((_, h): Hour => {
    const visits = (zone: string) => zones[zone].slice(4 * h, 4 * h + 4).reduce((sum, { visits: n }) => sum + n, 0);
    // Who came into a zone came from another, or from where nobody saw.
    const flows = ZONES.flatMap((to) => {
      let left = visits(to);
      return PAIRS.filter((pair) => pair.to === to).map((pair) => {
        const count = dice.count(left);
        left -= count;
        return { ...pair, count };
      });
    }).filter(({ count }) => count > 0);
    // Whose way began in a zone came into it from none; whose began at the door came in.
    const ends = ENDS.flatMap((from) => {
      const zone = from.replace('zone:', '');
      const came = flows.filter(({ to }) => to === zone).reduce((sum, { count }) => sum + count, 0);
      const entered = lines.door.slice(4 * h, 4 * h + 4).reduce((sum, { in: n }) => sum + n, 0);
      let left = from === 'line:door' ? entered : visits(zone) - came;
      return ENDS.map((to) => {
        const count = dice.upTo(1) * dice.count(left);
        left -= count;
        return { from, to, count };
      });
    }).filter(({ count }) => count > 0);
    // Where a zone had no visit nobody stood.
    const empty = new Set(ZONES.filter((zone) => visits(zone) === 0).flatMap((zone) => CELLS_OF[zone]));
    const heat = Array.from({ length: CELLS }, (_, cell) => {
      const n = empty.has(cell) || dice.upTo(2) > 0 ? 0 : dice.count();
      return { visits: n, personS: n === 0 ? 0 : n * (1 + dice.upTo(9)) };
    });
    const paths = heat.map((cell) => Array.from({ length: 8 }, () => dice.count(Math.min(cell.visits, 9))));
    const unplacedS = Object.fromEntries(
      ['entrance', 'aisle'].map((zone) => [zone, visits(zone) > 0 ? dice.upTo(1) * dice.upTo(40) : 0]),
    );
    return { flows, ends, unplaced: dice.upTo(6), heat, unplacedS, paths };
  });
  // The seconds of a zone are those of its cells; they are told with its visits.
  for (const [h, hour] of hours.entries()) {
    for (const zone of ZONES) {
      const quarters = zones[zone].slice(4 * h, 4 * h + 4);
      const busy = quarters.filter(({ visits }) => visits > 0);
      for (const quarter of busy) quarter.personS = zoneS(hour, zone) / busy.length;
    }
  }
  return { zones, lines, hours };
}

export const zoneS = ({ heat, unplacedS }: Hour, zone: string): number =>
  CELLS_OF[zone].reduce((sum, cell) => sum + heat[cell].personS, unplacedS[zone] ?? 0);

function zoneQuarters(dice: Dice, zone: string): Quarter[] {
  let inside = 0;
  return Array.from({ length: QUARTERS }, (_, q) => {
    const visits = dice.count();
    const stay = q === QUARTERS - 1 ? 0 : Math.min(inside + visits, dice.upTo(2));
    const finished = inside + visits - stay;
    inside = stay;
    const ended = dice.upTo(3) > 0 ? finished : dice.part(finished);
    const stops = zone === 'shelf' ? dice.part(visits) : 0;
    const counts = { visits, finished, ended, censored: finished - ended, engaged: dice.part(ended), stops };
    const reaches = stops > 0 ? dice.count() : 0;
    if (zone !== 'queue') return { ...counts, reaches };
    const [joined, waits] = [dice.count(), dice.count()];
    const served = dice.part(waits);
    const abandoned = dice.part(waits - served);
    return { ...counts, joined, waits, served, abandoned, cut: waits - served - abandoned, services: dice.count() };
  });
}

const lineQuarters = (dice: Dice): Quarter[] =>
  Array.from({ length: QUARTERS }, () => {
    const [into, out] = [dice.count(), dice.count()];
    const units = (people: number) => (people === 0 ? 0 : Math.max(1, dice.part(people)));
    return { in: into, out, unitsIn: units(into), unitsOut: units(out) };
  });

const bins = (n: number, seed: number): number[] => {
  const all = emptyHistogram();
  for (let i = 0; i < n; i++) all[2 + ((seed + i * i) % (HISTOGRAM_BINS - 2))]++;
  return all;
};

/** The quarters of the day's open hours. */
export function slotsOf(site: LoadedSite, dayMs: number): number[] {
  const [day] = daysOf(dayMs, dayMs + 1, site.site, dayMs);
  return OPEN.flatMap((h) => day.hours[h].quarters.map(({ startMs }) => startMs));
}

/** What a node would have sent of a world on a day: a minute a quarter, and that nobody was there in the other hours. */
export function messagesOf(world: World, site: LoadedSite, dayMs: number, seq: () => number): Envelope[] {
  const [day] = daysOf(dayMs, dayMs + 1, site.site, dayMs);
  const open = new Map(slotsOf(site, dayMs).map((slot, q) => [slot, q]));
  const messages: Envelope[] = [];
  for (const [h, hour] of day.hours.entries()) {
    for (const { startMs } of hour.quarters) {
      const bucket = { start: instant(startMs), seconds: 60 };
      const q = open.get(startMs);
      if (q === undefined && startMs !== hour.startMs) continue;
      const of = (all: Record<string, Quarter[]>, name: string): Quarter => (q === undefined ? {} : all[name][q]);
      const zones = ZONES.map((zone): ZoneRow => zoneRow(zone, of(world.zones, zone), startMs));
      const personS = q === undefined ? 0 : totalS(world.hours[OPEN.indexOf(h)]) / 4;
      const floors = [{ floor: '0', coverage: 1, occupancyS: personS, occupancyMax: 9 }];
      messages.push(envelope('agg/zone', seq(), { ...bucket, zones, floors }));
      const lines = Object.keys(world.lines).map((line): TrafficLine => lineRow(line, of(world.lines, line)));
      messages.push(envelope('agg/traffic', seq(), { ...bucket, lines }));
      messages.push(envelope('agg/queue', seq(), { ...bucket, queues: [queueRow(of(world.zones, 'queue'), startMs)] }));
    }
    const hourOf = world.hours[OPEN.indexOf(h)];
    if (hourOf) messages.push(...hourMessages(hourOf, hour.startMs, seq));
  }
  return messages;
}

/** Of the floor; every cell is in one of these two. */
export const totalS = (hour: Hour): number => zoneS(hour, 'entrance') + zoneS(hour, 'aisle');

function hourMessages(hour: Hour, startMs: number, seq: () => number): Envelope[] {
  const bucket = { start: instant(startMs), seconds: 60 };
  const grid = { ...bucket, floor: '0', cellM: 1, columns: COLUMNS, rows: CELLS / COLUMNS, coverage: 1 };
  const cells = hour.heat.flatMap(({ visits, personS }, i): [number, number, number][] =>
    visits > 0 ? [[i, personS, visits]] : [],
  );
  const pairs = (of: Hour['flows']) => of.map((pair) => ({ ...pair, variance: pair.count * 0.2 }));
  const { unplaced } = hour;
  const unplacedS = Object.values(hour.unplacedS).reduce((sum, n) => sum + n, 0);
  return [
    envelope('agg/heat', seq(), { ...grid, cells, unplaced: { personS: unplacedS, visits: unplaced } }),
    envelope('agg/path', seq(), {
      ...grid,
      cells: hour.paths.flatMap((steps, i): [number, number[]][] => (steps.some((n) => n > 0) ? [[i, steps]] : [])),
      unplaced,
    }),
    envelope('agg/flow', seq(), {
      ...bucket,
      ...{ flows: pairs(hour.flows), unplaced, ends: pairs(hour.ends), endsUnplaced: unplaced },
    }),
  ];
}

function zoneRow(zone: string, q: Quarter, seed: number): ZoneRow {
  const { visits = 0, ended = 0, censored = 0, engaged = 0, stops = 0, reaches = 0, personS = 0 } = q;
  return {
    ...{ zone, coverage: 1, visits, visitsVariance: visits * 0.1, ended, censored, engaged, stops, reaches },
    ...{ dwellS: ended * 7.5, dwellHistogram: bins(ended, seed / 900_000) },
    censoredHistogram: bins(censored, seed / 900_000),
    ...{ occupancyS: personS, occupancyMax: Math.min(visits, 4) },
  };
}

function lineRow(line: string, q: Quarter): TrafficLine {
  const { in: into = 0, out = 0, unitsIn = 0, unitsOut = 0 } = q;
  const variance = { inVariance: into * 0.1, outVariance: out * 0.1 };
  return { line, coverage: 1, in: into, out, ...variance, visits: into + out, unitsIn, unitsOut };
}

function queueRow(q: Quarter, seed: number): QueueRow {
  const { joined = 0, served = 0, abandoned = 0, cut = 0, services = 0 } = q;
  return {
    ...{ zone: 'queue', coverage: 1, lengthS: 30, lengthMax: 2, served, abandoned, cut, visits: joined },
    ...{ servedVariance: 0, abandonedVariance: 0, abandonedS: abandoned, waitS: served * 40 },
    ...{ waitHistogram: bins(served, seed / 900_000), censoredHistogram: bins(abandoned + cut, seed / 900_000) },
    ...{ services, serviceS: services * 20, serviceHistogram: bins(services, seed / 900_000), servicesCut: 0 },
  };
}
