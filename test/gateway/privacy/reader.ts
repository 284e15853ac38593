import type { Static, TSchema } from 'typebox';
import { daysOf } from '../../../gateway/privacy/grid.ts';
import { Flows } from '../../../models/contract/api/flows.ts';
import { Heat } from '../../../models/contract/api/heat.ts';
import { Paths } from '../../../models/contract/api/paths.ts';
import { Queues } from '../../../models/contract/api/queues.ts';
import { Traffic } from '../../../models/contract/api/traffic.ts';
import { ZoneAnswer } from '../../../models/contract/api/zones.ts';
import { Funnel } from '../../../models/contract/funnel.ts';
import { instant } from '../../../models/contract/ids.ts';
import type { LoadedSite } from '../../../models/host/site-file.ts';
import { STORE } from '../../support/messages.ts';
import { OPEN, ZONES } from './world.ts';
import { slotsOf } from './world-messages.ts';

export type Get = <S extends TSchema>(schema: S, path: string) => Promise<Static<S>>;
/** A figure of a span as it was read: null where nothing is told, `least` where it is a lower bound. */
export interface Reading {
  value: number | null;
  least: boolean;
}
export type Row = Record<string, Reading>;
/** What is told of a zone or line: quarters, hours, the day. */
export interface Series {
  quarters: Row[];
  hours: Row[];
  day: Row;
}
export interface HourAnswers {
  flows: Flows;
  heat: Heat;
  paths: Paths;
  funnel: Funnel;
}
export interface Published {
  zones: Record<string, Series>;
  lines: Record<string, Series>;
  hours: HourAnswers[];
  day: HourAnswers;
}

type ZoneFigures = ZoneAnswer['total'];
type QueueFigures = Queues['queues'][number]['total'];
type Point = Traffic['points'][number];

export const query = (fromMs: number, toMs: number): string => `from=${instant(fromMs)}&to=${instant(toMs)}`;
const reading = (value: number | null | undefined, least: boolean): Reading => ({ value: value ?? null, least });
const sum = (bins: readonly number[]): number => bins.reduce((all, n) => all + n, 0);

export function zoneRow(of: ZoneFigures): Row {
  const all = of.withheld === true;
  const part = (name: keyof NonNullable<ZoneFigures['protection']>) => all || of.protection?.[name] !== undefined;
  const bins = sum(of.dwellHistogram);
  return {
    visits: reading(of.visits, all),
    ended: reading(of.ended, part('ended')),
    censored: reading(of.censored, part('ended')),
    engaged: reading(of.engaged, part('engaged')),
    stops: reading(of.interactions?.stops, part('stops')),
    reaches: reading(of.interactions?.reaches, part('reaches')),
    personS: reading(of.personS, all),
    // A histogram without anybody is one that is not told, unless nobody was there.
    bins: reading(bins === 0 && (all || of.ended !== 0) ? null : bins, true),
  };
}

export function queueRow(of: QueueFigures): Row {
  const all = of.withheld === true;
  const part = all || of.protection?.waits !== undefined;
  const { served, abandoned, cut } = of.waits;
  return {
    joined: reading(of.joined, all),
    served: reading(served, part),
    abandoned: reading(abandoned, part),
    cut: reading(cut, part),
    services: reading(of.services, all),
  };
}

export function lineRow(of: Point): Row {
  const all = of.withheld === true;
  return {
    in: reading(of.in, all),
    out: reading(of.out, all),
    unitsIn: reading(of.units?.in, of.protection?.unitsIn !== undefined),
    unitsOut: reading(of.units?.out, of.protection?.unitsOut !== undefined),
  };
}

/** All that is told of a day by quarter, hour and day, and of each hour of what comes in hours. */
export async function readDay(get: Get, site: LoadedSite, dayMs: number): Promise<Published> {
  const [day] = daysOf(dayMs, dayMs + 1, site.site, dayMs);
  const base = `/api/v1/stores/${STORE}`;
  const slots = slotsOf(site, dayMs);
  const open = query(slots[0], slots[slots.length - 1] + 900_000);
  const whole = query(day.startMs, day.endMs);
  const zones: Published['zones'] = {};
  const queue = async (range: string, bucket: string) =>
    (await get(Queues, `${base}/queues?${range}&bucket=${bucket}`)).queues[0];
  for (const zone of ZONES) {
    const read = async (range: string, bucket: string): Promise<Row[]> => {
      const { points, total } = await get(ZoneAnswer, `${base}/zones/${zone}?${range}&bucket=${bucket}`);
      const rows = (bucket === 'total' ? [total] : points).map(zoneRow);
      if (zone !== 'queue') return rows;
      const waits = await queue(range, bucket);
      return (bucket === 'total' ? [waits.total] : waits.points).map((of, i) => ({ ...rows[i], ...queueRow(of) }));
    };
    const [total] = await read(whole, 'total');
    zones[zone] = { quarters: await read(open, 'quarter'), hours: await read(open, 'hour'), day: total };
  }
  const traffic = async (range: string, bucket: string) =>
    (await get(Traffic, `${base}/traffic?${range}&bucket=${bucket}`)).points;
  const lines: Published['lines'] = {};
  const [quarters, byHour, total] = [
    await traffic(open, 'quarter'),
    await traffic(open, 'hour'),
    await traffic(whole, 'total'),
  ];
  for (const line of ['door', 'arch']) {
    const of = (points: Point[]) => points.filter((point) => point.line === line).map(lineRow);
    lines[line] = { quarters: of(quarters), hours: of(byHour), day: of(total)[0] };
  }
  const answers = async (range: string): Promise<HourAnswers> => ({
    flows: await get(Flows, `${base}/flows?${range}`),
    heat: await get(Heat, `${base}/heat?${range}`),
    paths: await get(Paths, `${base}/paths?${range}`),
    funnel: await get(Funnel, `${base}/funnel?${range}`),
  });
  const hours: HourAnswers[] = [];
  for (const h of OPEN) hours.push(await answers(query(day.hours[h].startMs, day.hours[h].endMs)));
  return { zones, lines, hours, day: await answers(whole) };
}
