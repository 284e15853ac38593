import { ROUGH_S } from '../../../gateway/privacy/rough-seconds.ts';
import type { Fact, Secret } from './attacker.ts';
import { ALL, exact, HOURS, type Puzzle } from './facts.ts';
import type { Published, Row } from './reader.ts';
import { CELLS_OF, K, totalS, type World, ZONES } from './world.ts';

/** Ways between zones and from end to end, with the visits of the zones that they led to and who came in by the door. */
export function flowPuzzle(world: World, told: Published, h: number): Puzzle {
  const hour = world.hours[h];
  const { flows, unplaced, ends, endsUnplaced } = told.hours[h].flows;
  const facts: Fact[] = [];
  const secrets: Secret[] = [];
  const tables = [
    { name: 'way', true: hour.flows, shown: flows, rest: unplaced, places: [...ZONES] as string[] },
    {
      ...{ name: 'end', true: hour.ends, shown: ends ?? [], rest: endsUnplaced },
      places: ['line:door', ...ZONES.map((zone) => `zone:${zone}`)],
    },
  ];
  const key = (table: string, from: string, to: string) => `${table}/${from}>${to}`;
  for (const { name, true: counts, shown, rest, places } of tables) {
    const pairs = places
      .flatMap((from) => places.map((to) => ({ from, to })))
      .filter((it) => name === 'end' || it.from !== it.to);
    const isShown = (from: string, to: string) =>
      shown.find((it) => it.from === from && it.to === to && it.count !== null);
    for (const { from, to } of pairs) {
      const it = isShown(from, to);
      if (it) facts.push({ sum: [key(name, from, to)], value: it.count! });
    }
    const hidden = pairs.filter(({ from, to }) => !isShown(from, to)).map(({ from, to }) => key(name, from, to));
    if (rest !== null) facts.push({ sum: [...hidden, `${name}/unplaced`], value: rest });
    for (const { from, to, count } of counts) {
      if (count > 0 && count < K)
        secrets.push({ name: `${name} ${from} > ${to}`, sum: [key(name, from, to)], value: count });
    }
  }
  for (const zone of ZONES) {
    const came = ZONES.filter((from) => from !== zone).map((from) => key('way', from, zone));
    const visits = exact(told.zones[zone].hours[h].visits);
    const began = `began/${zone}`;
    if (visits !== null) facts.push({ sum: [...came, began], value: visits });
    const first = tables[1].places.map((to) => key('end', `zone:${zone}`, to));
    facts.push({ sum: [...first, `beganUnplaced/${zone}`], minus: [began], value: 0 });
  }
  const entered = tables[1].places.map((to) => key('end', 'line:door', to));
  const into = HOURS[h].reduce((sum, q) => sum + world.lines.door[q].in, 0);
  facts.push({ sum: entered, value: into, is: '<=' });
  return { facts, secrets, whole: true };
}

/** Seconds in cells, with those of the zones they lie in and of the floor, which is exempt. */
export function heatPuzzle(world: World, told: Published, h: number): Puzzle {
  const hour = world.hours[h];
  const { personS } = told.hours[h].heat;
  const key = (cell: number) => `cell/${cell}`;
  const facts: Fact[] = personS.flatMap((value, cell) => (value === null ? [] : [{ sum: [key(cell)], value }]));
  const floor = personS.map((_, cell) => key(cell));
  facts.push({ sum: [...floor, 'in/entrance', 'in/aisle'], value: totalS(hour) });
  for (const zone of ZONES) {
    const seconds = exact(told.zones[zone].hours[h].personS);
    if (seconds !== null) {
      facts.push(...about([...CELLS_OF[zone].map(key), `in/${zone}`], seconds, HOURS[h].length));
    }
  }
  facts.push({ sum: ['in/queue', 'in/shelf'], minus: ['in/aisle'], value: 0, is: '<=' });
  const secrets = hour.heat.flatMap((cell, i): Secret[] =>
    cell.visits > 0 && cell.visits < K ? [{ name: `seconds in cell ${i}`, sum: [key(i)], value: cell.personS }] : [],
  );
  return { facts, secrets, whole: false };
}

/** Seconds of some quarters, each of which was moved and rounded: what they were at least and at most. */
function about(sum: string[], value: number, quarters: number): Fact[] {
  // Half a step that they are moved by, and half a step of rounding.
  const most = quarters * ROUGH_S;
  return [
    { sum, value: value - most, is: '>=' },
    { sum, value: value + most, is: '<=' },
  ];
}

/** Seconds in zones, quarter by quarter, with those of the floor, which are exempt; the two zones cover it. */
export function secondsPuzzle(world: World, told: Published): Puzzle {
  const facts: Fact[] = [];
  const secrets: Secret[] = [];
  const two = ['entrance', 'aisle'];
  const key = (zone: string, q: number) => `${zone}/${q}`;
  for (const zone of two) {
    const { quarters, hours } = told.zones[zone];
    const say = (row: Row, of: readonly number[]) => {
      const value = exact(row.personS);
      const names = of.map((q) => key(zone, q));
      if (value !== null) facts.push(...about(names, value, of.length));
    };
    for (const q of ALL) say(quarters[q], [q]);
    for (const [h, of] of HOURS.entries()) say(hours[h], of);
    for (const [q, { visits, personS }] of world.zones[zone].entries()) {
      if (visits === 0 || visits >= K) continue;
      secrets.push({ name: `seconds of ${zone} in quarter ${q}`, sum: [key(zone, q)], value: personS });
    }
  }
  for (const q of ALL) {
    const value = two.reduce((sum, zone) => sum + (world.zones[zone][q].personS ?? 0), 0);
    facts.push({ sum: two.map((zone) => key(zone, q)), value });
  }
  return { facts, secrets, whole: false };
}

/** Visits of cells and the ways that they were left: whoever left one was in it. */
export function cellPuzzle(world: World, told: Published, h: number): Puzzle {
  const hour = world.hours[h];
  const { heat, paths } = told.hours[h];
  const [cellKey, wayKey] = [(cell: number) => `cell/${cell}`, (cell: number, way: number) => `way/${cell}/${way}`];
  const facts: Fact[] = heat.visits.flatMap((value, cell) => (value === null ? [] : [{ sum: [cellKey(cell)], value }]));
  for (const { cell, directions } of paths.cells) {
    directions?.forEach((value, way) => {
      if (value !== null) facts.push({ sum: [wayKey(cell, way)], value });
    });
  }
  const secrets: Secret[] = [];
  const small = (name: string, key: string, value: number) => {
    if (value > 0 && value < K) secrets.push({ name, sum: [key], value });
  };
  hour.heat.forEach(({ visits }, cell) => {
    small(`visits of cell ${cell}`, cellKey(cell), visits);
    hour.paths[cell].forEach((n, way) => {
      small(`way ${way} from cell ${cell}`, wayKey(cell, way), n);
      facts.push({ sum: [wayKey(cell, way)], minus: [cellKey(cell)], value: 0, is: '<=' });
    });
  });
  return { facts, secrets, whole: false };
}
