import type { Fact, Secret } from './attacker.ts';
import type { Published, Reading, Row, Series } from './reader.ts';
import { K, OPEN, QUARTERS, type Quarter, type World } from './world.ts';

/** One puzzle: what was read and what is known of how it hangs together, and what must not follow from it. */
export interface Puzzle {
  facts: Fact[];
  secrets: Secret[];
  /** What follows from these alone follows from what is exempt. */
  exempt?: Fact[];
  /** Counts; else amounts. */
  whole: boolean;
}

export const HOURS = OPEN.map((_, h) => [0, 1, 2, 3].map((q) => 4 * h + q));
export const ALL = Array.from({ length: QUARTERS }, (_, q) => q);
export const exact = (of: Reading | undefined): number | null => (of === undefined || of.least ? null : of.value);

/** A figure's blocks: of each quarter, each hour and the day what was told of it whole. */
function blockFacts(series: Series, figure: string, name: (q: number) => string): Fact[] {
  const facts: Fact[] = [];
  const say = (row: Row, of: readonly number[]) => {
    const value = exact(row[figure]);
    if (value !== null) facts.push({ sum: of.map(name), value });
  };
  for (const [q, row] of series.quarters.entries()) say(row, [q]);
  for (const [h, row] of series.hours.entries()) say(row, HOURS[h]);
  say(series.day, ALL);
  return facts;
}

/** Small quarters, hours and days of a count; `of` the names that it is the sum of. */
function smallOnes(
  quarters: readonly Quarter[],
  what: string,
  of: readonly string[],
  key: (q: number, of: string) => string,
) {
  const secrets: Secret[] = [];
  for (const span of [...ALL.map((q) => [q]), ...HOURS, ALL]) {
    const value = span.reduce((sum, q) => sum + of.reduce((all, name) => all + quarters[q][name], 0), 0);
    if (value <= 0 || value >= K) continue;
    secrets.push({
      name: `${what} in quarters ${span}`,
      sum: span.flatMap((q) => of.map((name) => key(q, name))),
      value,
    });
  }
  return secrets;
}

/** What is told of a part and of its share of the whole tells that whole, over the hours in which both are told. */
function shareFacts(
  rows: readonly Row[],
  part: string,
  whole: string,
  shares: readonly (number | null)[],
  key: (q: number, of: string) => string,
): Fact[] {
  const known = rows.slice(0, OPEN.length).map((row) => exact(row[part]) !== null);
  return rows.flatMap((row, i): Fact[] => {
    const [value, share] = [row[part].value, shares[i]];
    if (value === null || share === null || value === 0) return [];
    const hours = i < OPEN.length ? [i] : HOURS.flatMap((_, h) => (known[h] ? [h] : []));
    return [{ sum: hours.flatMap((h) => HOURS[h].map((q) => key(q, whole))), value: Math.round(value / share) }];
  });
}

export function zonePuzzle(world: World, told: Published, zone: string): Puzzle {
  const quarters = world.zones[zone];
  const series = told.zones[zone];
  const key = (q: number, of: string) => `${of}/${q}`;
  const figures = ['visits', 'ended', 'censored', 'engaged'];
  if (zone === 'shelf') figures.push('stops', 'reaches');
  if (zone === 'queue') figures.push('joined', 'served', 'abandoned', 'cut', 'services');
  const facts = figures.flatMap((figure) => blockFacts(series, figure, (q) => key(q, figure)));
  // A histogram holds those that ended, and with them those that were cut where the two are not told apart.
  let inHours = 0;
  const left: number[] = [];
  for (const [h, row] of series.hours.entries()) {
    const bins = row.bins.value;
    if (bins === null) left.push(h);
    else {
      inHours += bins;
      if (exact(row.ended) === null) facts.push({ sum: HOURS[h].map((q) => key(q, 'finished')), value: bins });
    }
  }
  const inDay = series.day.bins.value ?? 0;
  if (inDay > inHours) {
    facts.push({ sum: left.flatMap((h) => HOURS[h].map((q) => key(q, 'finished'))), value: inDay - inHours });
  }
  const rows = [...series.hours, series.day];
  const funnels = [...told.hours, told.day].map(({ funnel }) => funnel.zones.find((it) => it.zone === zone));
  const shares = (name: 'engagedShare' | 'stopShare') => funnels.map((of) => of?.[name] ?? null);
  facts.push(...shareFacts(rows, 'engaged', 'ended', shares('engagedShare'), key));
  if (zone === 'shelf') facts.push(...shareFacts(rows, 'stops', 'visits', shares('stopShare'), key));
  // What everybody knows: who ended was engaged or not, a visit had a stop or not, and ends after it began.
  for (const q of ALL) {
    const of = (...names: string[]) => names.map((name) => key(q, name));
    facts.push({ sum: of('ended', 'censored'), minus: of('finished'), value: 0 });
    facts.push({ sum: of('engaged', 'idle'), minus: of('ended'), value: 0 });
    if (zone === 'shelf') facts.push({ sum: of('stops', 'passing'), minus: of('visits'), value: 0 });
    if (zone === 'queue') facts.push({ sum: of('served', 'abandoned', 'cut'), minus: of('waits'), value: 0 });
    const sofar = ALL.slice(0, q + 1);
    facts.push({
      sum: sofar.map((at) => key(at, 'visits')),
      minus: sofar.map((at) => key(at, 'finished')),
      value: 0,
      is: q === QUARTERS - 1 ? '=' : '>=',
    });
  }
  const all = quarters.map((quarter) => ({
    ...quarter,
    idle: quarter.ended - quarter.engaged,
    passing: quarter.visits - quarter.stops,
  }));
  const counted = [...figures, 'finished', 'idle'];
  if (zone === 'shelf') counted.push('passing');
  if (zone === 'queue') counted.push('waits');
  return { facts, secrets: counted.flatMap((name) => smallOnes(all, `${zone} ${name}`, [name], key)), whole: true };
}

export function linePuzzle(world: World, told: Published, line: string): Puzzle {
  const quarters = world.lines[line];
  const key = (q: number, of: string) => `${of}/${q}`;
  const figures = ['in', 'out', 'unitsIn', 'unitsOut'];
  const known: Fact[] = ALL.flatMap((q) => [
    { sum: [key(q, 'unitsIn'), key(q, 'withIn')], minus: [key(q, 'in')], value: 0 },
    { sum: [key(q, 'unitsOut'), key(q, 'withOut')], minus: [key(q, 'out')], value: 0 },
    // Nobody comes without a unit.
    ...(['In', 'Out'] as const).map((way): Fact => {
      const units = Array.from({ length: 100 }, () => key(q, `units${way}`));
      return { sum: units, minus: [key(q, way.toLowerCase())], value: 0, is: '>=' };
    }),
  ]);
  const counts = (figure: string): Fact[] => ALL.map((q) => ({ sum: [key(q, figure)], value: quarters[q][figure] }));
  // Doors are exempt, minute by minute.
  const exempt = line === 'door' ? [...known, ...counts('in'), ...counts('out')] : known;
  const facts = figures.flatMap((figure) => blockFacts(told.lines[line], figure, (q) => key(q, figure)));
  const all = quarters.map((it) => ({ ...it, withIn: it.in - it.unitsIn, withOut: it.out - it.unitsOut }));
  const secret = (...of: string[]) => smallOnes(all, `${line} ${of}`, of, key);
  const units = ['unitsIn', 'unitsOut', 'withIn', 'withOut'].flatMap((name) => secret(name));
  const crossings = line === 'door' ? [] : [...secret('in'), ...secret('out'), ...secret('in', 'out')];
  return { facts: [...facts, ...exempt], secrets: [...units, ...crossings], exempt, whole: true };
}
