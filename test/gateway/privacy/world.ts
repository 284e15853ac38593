import fc from 'fast-check';
import type { LoadedSite } from '../../../models/host/site-file.ts';
import { SHOP_ZONES, testSite } from '../../support/gateway.ts';

/** Of the attacked store; another by AISLE_K. */
export const K = Number(process.env.AISLE_K ?? 5);
/** Hours of the day in which anybody is there. */
export const OPEN = [10, 11, 12];
export const QUARTERS = 4 * OPEN.length;
export const ZONES = ['entrance', 'aisle', 'shelf', 'queue'] as const;
export const CELLS = 48;
/** Wide of cells of the floor in a row. */
export const COLUMNS = 8;
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
      ['entrance', 'aisle'].map((zone) => [
        zone,
        visits(zone) > 0 ? visits(zone) * 2 + dice.upTo(1) * dice.upTo(40) : 0,
      ]),
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

/** Of the floor; every cell is in one of these two. */
export const totalS = (hour: Hour): number => zoneS(hour, 'entrance') + zoneS(hour, 'aisle');
