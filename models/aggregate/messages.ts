import type { AggregateData, FlowRow, HeatCell, PathCell } from '../contract/aggregate.ts';
import { instant } from '../contract/ids.ts';
import { floorSums, lineSums, type Minute, type Period, queueSums, zoneSums } from './bucket.ts';
import { facingRow } from './facings.ts';
import type { Plan } from './plan.ts';

/** Most cells of one heat message, which keeps it far below the largest message. */
const CELLS_A_MESSAGE = 1500;
/** The same for rows of lines, zones and transitions: with the longest ids they stay below it. */
const LINES_A_MESSAGE = 150;
const ZONES_A_MESSAGE = 80;
const FLOWS_A_MESSAGE = 130;
const ENDS_A_MESSAGE = 130;
const QUEUES_A_MESSAGE = 60;
const STEPS_A_MESSAGE = 800;
const FACINGS_A_MESSAGE = 180;
const MINUTE_MS = 60_000;

/** Cuts a list into parts; an empty one is one part. Messages of one bucket add, so each row goes into one of them. */
function parts<T>(rows: readonly T[], size: number): T[][] {
  const cut: T[][] = [];
  for (let from = 0; from === 0 || from < rows.length; from += size) cut.push(rows.slice(from, from + size));
  return cut;
}

const tidy = (value: number) => Math.round(value * 1e6) / 1e6;

const tidied = <T extends Record<string, number>>(sums: T): T =>
  Object.fromEntries(Object.entries(sums).map(([name, value]) => [name, tidy(value)])) as T;

/** The share of a bucket that all of these cameras saw: the least of theirs. */
const coverage = (seenMs: Record<string, number>, cameras: readonly string[], lengthMs: number) =>
  tidy(Math.min(1, ...cameras.map((camera) => (seenMs[camera] ?? 0) / lengthMs)));

/** The share of a bucket that a floor's cameras saw, on average: one that is away hides its part of the floor only. */
const meanCoverage = (seenMs: Record<string, number>, cameras: readonly string[], lengthMs: number) =>
  tidy(cameras.reduce((sum, camera) => sum + Math.min(1, (seenMs[camera] ?? 0) / lengthMs), 0) / cameras.length);

/** Traffic, zone and queue messages of one minute: every line, zone and floor of the plan is in them, seen or not. */
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
        unitsIn: sums.unitsIn,
        unitsOut: sums.unitsOut,
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
  const floors = plan.floors.map(({ id, cameras }) => {
    const { occupancyMax, ...sums } = floorSums(minute, id);
    return { floor: id, coverage: meanCoverage(minute.seenMs, cameras, MINUTE_MS), occupancyMax, ...tidied(sums) };
  });
  for (const [i, part] of parts(zones, ZONES_A_MESSAGE).entries()) {
    messages.push({ kind: 'zone', data: { ...bucket, zones: part, floors: i === 0 ? floors : [] } });
  }
  const queues = plan.queues.map(({ id, cameras }) => {
    const { waitHistogram, censoredHistogram, serviceHistogram, ...sums } = queueSums(minute, id);
    const histograms = { waitHistogram, censoredHistogram, serviceHistogram };
    return { zone: id, coverage: covered(cameras), ...tidied(sums), ...histograms };
  });
  if (queues.length > 0) {
    for (const part of parts(queues, QUEUES_A_MESSAGE)) {
      messages.push({ kind: 'queue', data: { ...bucket, queues: part } });
    }
  }
  return messages;
}

/**
 * Heat, path, flow and shelf messages of one period. Cells and pairs of places with fewer visits than the plan's least are added
 * up without their place; so are fewer visits that are taken back of a period that is out.
 */
export function periodMessages(period: Period, plan: Plan): AggregateData[] {
  const bucket = { start: instant(period.startMs), seconds: plan.heatMs / 1000 };
  const messages: AggregateData[] = [];
  for (const { id, grid, cameras } of plan.floors) {
    const cells: HeatCell[] = [];
    const unplaced = { personS: 0, visits: 0 };
    for (const [index, [personS, visits]] of Object.entries(period.cells[id] ?? {})) {
      if (Math.abs(visits) >= plan.minVisits) cells.push([Number(index), tidy(personS), visits]);
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
  messages.push(...pathMessages(period, plan), ...shelfMessages(period, plan));
  const flows = placed(period.flows, plan.minVisits);
  const ends = placed(period.ends, plan.minVisits);
  if (plan.zones.length > 1 || ends.rows.length > 0 || ends.unplaced !== 0) {
    const flowParts = parts(flows.rows, FLOWS_A_MESSAGE);
    const endParts = parts(ends.rows, ENDS_A_MESSAGE);
    for (let i = 0; i < Math.max(flowParts.length, endParts.length); i++) {
      const first = i === 0;
      messages.push({
        kind: 'flow',
        data: {
          ...bucket,
          flows: flowParts[i] ?? [],
          unplaced: first ? flows.unplaced : 0,
          ends: endParts[i] ?? [],
          endsUnplaced: first ? ends.unplaced : 0,
        },
      });
    }
  }
  return messages;
}

/** Where people went on from each cell. Floors on which nobody walked have no message. */
function pathMessages(period: Period, plan: Plan): AggregateData[] {
  const bucket = { start: instant(period.startMs), seconds: plan.heatMs / 1000 };
  return plan.floors.flatMap(({ id, grid, cameras }) => {
    const cells: PathCell[] = [];
    let unplaced = 0;
    for (const [index, steps] of Object.entries(period.steps[id] ?? {})) {
      const visits = steps.reduce((sum, n) => sum + n, 0);
      if (Math.abs(visits) >= plan.minVisits) cells.push([Number(index), steps]);
      else unplaced += visits;
    }
    if (cells.length === 0 && unplaced === 0) return [];
    const head = { ...bucket, floor: id, cellM: grid.cellM, columns: grid.columns, rows: grid.rows };
    const coverage = meanCoverage(period.seenMs, cameras, plan.heatMs);
    return parts(cells, STEPS_A_MESSAGE).map((part, i) => ({
      kind: 'path' as const,
      data: { ...head, coverage: i === 0 ? coverage : 0, cells: part, unplaced: i === 0 ? unplaced : 0 },
    }));
  });
}

/** The facings that were looked at. A node none of whose cameras watches shelves has no message. */
function shelfMessages(period: Period, plan: Plan): AggregateData[] {
  const bucket = { start: instant(period.startMs), seconds: plan.heatMs / 1000 };
  const rows = Object.entries(period.facings).map(([key, sums]) => facingRow(key, sums, plan.heatMs));
  if (rows.length === 0) return [];
  return parts(rows, FACINGS_A_MESSAGE).map((facings) => ({ kind: 'shelf' as const, data: { ...bucket, facings } }));
}

/** Pairs with enough visits as rows, and the sum of the rest. */
function placed(pairs: Period['flows'], minVisits: number): { rows: FlowRow[]; unplaced: number } {
  let unplaced = 0;
  const rows = Object.entries(pairs).flatMap(([pair, { count, variance }]) => {
    if (Math.abs(count) < minVisits) {
      unplaced += count;
      return [];
    }
    const [from, to] = pair.split('>');
    return [{ from, to, count, variance: tidy(variance) }];
  });
  return { rows, unplaced };
}

/** Whether a message adds anything to its bucket: a count, a time or a coverage that is not 0. */
export function holdsAnything({ kind, data }: AggregateData): boolean {
  switch (kind) {
    case 'heat':
      return data.coverage !== 0 || data.cells.length > 0 || data.unplaced.personS !== 0 || data.unplaced.visits !== 0;
    case 'path':
      return data.coverage !== 0 || data.cells.length > 0 || data.unplaced !== 0;
    case 'flow':
      return data.flows.length + (data.ends?.length ?? 0) > 0 || data.unplaced !== 0 || (data.endsUnplaced ?? 0) !== 0;
    case 'traffic':
      return data.lines.some(hasNumbers);
    case 'zone':
      return data.zones.some(hasNumbers) || data.floors.some(hasNumbers);
    case 'queue':
      return data.queues.some(hasNumbers);
    case 'shelf':
      return data.facings.length > 0;
  }
}

const hasNumbers = (row: object): boolean =>
  Object.values(row).some((value) =>
    Array.isArray(value) ? value.some((n) => n !== 0) : typeof value === 'number' && value !== 0,
  );
