import { daysOf } from '../../../gateway/privacy/grid.ts';
import type { QueueRow, TrafficLine, ZoneRow } from '../../../models/contract/aggregate.ts';
import type { Envelope } from '../../../models/contract/envelope.ts';
import { emptyHistogram, HISTOGRAM_BINS } from '../../../models/contract/histogram.ts';
import { instant } from '../../../models/contract/ids.ts';
import type { LoadedSite } from '../../../models/host/site-file.ts';
import { envelope } from '../../support/messages.ts';
import { CELLS, COLUMNS, type Hour, OPEN, type Quarter, totalS, type World, ZONES } from './world.ts';

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
