import type { AggregateData, HeatCell } from '../contract/aggregate.ts';
import { instant } from '../contract/ids.ts';
import { lineSums, type Minute, type Period, zoneSums } from './bucket.ts';
import type { Plan } from './plan.ts';

/** Most cells of one heat message, which keeps it far below the largest message. */
const CELLS_A_MESSAGE = 1500;
/** The same for rows of lines, zones and transitions: with the longest ids they stay below it. */
const LINES_A_MESSAGE = 150;
const ZONES_A_MESSAGE = 80;
const FLOWS_A_MESSAGE = 250;
const MINUTE_MS = 60_000;

/** Cuts a list into parts; an empty one is one part. Messages of one bucket add, so each row goes into one of them. */
function parts<T>(rows: readonly T[], size: number): T[][] {
  const cut: T[][] = [];
  for (let from = 0; from === 0 || from < rows.length; from += size) cut.push(rows.slice(from, from + size));
  return cut;
}

const tidy = (value: number) => Math.round(value * 1e6) / 1e6;

/** The share of a bucket that all of these cameras saw: the least of theirs. */
const coverage = (seenMs: Record<string, number>, cameras: readonly string[], lengthMs: number) =>
  tidy(Math.min(1, ...cameras.map((camera) => (seenMs[camera] ?? 0) / lengthMs)));

/** The share of a bucket that a floor's cameras saw, on average: one that is away hides its part of the floor only. */
const meanCoverage = (seenMs: Record<string, number>, cameras: readonly string[], lengthMs: number) =>
  tidy(cameras.reduce((sum, camera) => sum + Math.min(1, (seenMs[camera] ?? 0) / lengthMs), 0) / cameras.length);

/** Traffic and zone messages of one minute: every line, zone and floor of the plan is in them, seen or not. */
export function minuteMessages(minute: Minute, plan: Plan): AggregateData[] {
  const bucket = { start: instant(minute.startMs), seconds: 60 };
  const messages: AggregateData[] = [];
  const covered = (cameras: string[]) => coverage(minute.seenMs, cameras, MINUTE_MS);
  if (plan.lines.length > 0) {
    const lines = plan.lines.map(({ id, cameras }) => {
      const sums = lineSums(minute, id);
      return {
        line: id,
        coverage: covered(cameras),
        in: sums.in,
        out: sums.out,
        inVariance: tidy(sums.inVariance),
        outVariance: tidy(sums.outVariance),
        visits: sums.visits,
      };
    });
    for (const part of parts(lines, LINES_A_MESSAGE)) {
      messages.push({ kind: 'traffic', data: { ...bucket, lines: part } });
    }
  }
  const zones = plan.zones.map(({ id, cameras }) => {
    const sums = zoneSums(minute, id);
    return {
      zone: id,
      coverage: covered(cameras),
      ...sums,
      visitsVariance: tidy(sums.visitsVariance),
      dwellS: tidy(sums.dwellS),
      occupancyS: tidy(sums.occupancyS),
    };
  });
  const floors = plan.floors.map(({ id, cameras }) => ({
    floor: id,
    coverage: meanCoverage(minute.seenMs, cameras, MINUTE_MS),
    occupancyS: tidy(minute.floors[id]?.occupancyS ?? 0),
    occupancyMax: minute.floors[id]?.occupancyMax ?? 0,
  }));
  for (const [i, part] of parts(zones, ZONES_A_MESSAGE).entries()) {
    messages.push({ kind: 'zone', data: { ...bucket, zones: part, floors: i === 0 ? floors : [] } });
  }
  return messages;
}

/**
 * Heat and flow messages of one period. Cells and pairs of zones with fewer visits than the plan's least are added up
 * without their place.
 */
export function periodMessages(period: Period, plan: Plan): AggregateData[] {
  const bucket = { start: instant(period.startMs), seconds: plan.heatMs / 1000 };
  const messages: AggregateData[] = [];
  for (const { id, grid, cameras } of plan.floors) {
    const cells: HeatCell[] = [];
    const unplaced = { personS: 0, visits: 0 };
    for (const [index, [personS, visits]] of Object.entries(period.cells[id] ?? {})) {
      if (visits >= plan.minVisits) cells.push([Number(index), tidy(personS), visits]);
      else {
        unplaced.personS += personS;
        unplaced.visits += visits;
      }
    }
    unplaced.personS = tidy(unplaced.personS);
    const head = { ...bucket, floor: id, cellM: grid.cellM, columns: grid.columns, rows: grid.rows };
    for (let from = 0; from === 0 || from < cells.length; from += CELLS_A_MESSAGE) {
      const first = from === 0;
      messages.push({
        kind: 'heat',
        data: {
          ...head,
          // Messages of one bucket add, so only the first of several says what was seen.
          coverage: first ? meanCoverage(period.seenMs, cameras, plan.heatMs) : 0,
          cells: cells.slice(from, from + CELLS_A_MESSAGE),
          unplaced: first ? unplaced : { personS: 0, visits: 0 },
        },
      });
    }
  }
  if (plan.zones.length > 1) {
    let unplaced = 0;
    const flows = Object.entries(period.flows).flatMap(([pair, { count, variance }]) => {
      if (count < plan.minVisits) {
        unplaced += count;
        return [];
      }
      const [from, to] = pair.split('>');
      return [{ from, to, count, variance: tidy(variance) }];
    });
    for (const [i, part] of parts(flows, FLOWS_A_MESSAGE).entries()) {
      messages.push({ kind: 'flow', data: { ...bucket, flows: part, unplaced: i === 0 ? unplaced : 0 } });
    }
  }
  return messages;
}
