import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { daysOf, QUARTER_MS } from '../../../gateway/privacy/grid.ts';
import { Lattice } from '../../../gateway/privacy/lattice.ts';
import type { Counts } from '../../../models/privacy/partition.ts';
import { hidePairs, pairKey } from '../../../models/privacy/table.ts';
import { type Fact, type Secret, solved } from './attacker.ts';

const K = 5;
/** Worlds of each property; more by AISLE_WORLDS. */
const WORLDS = Number(process.env.AISLE_WORLDS ?? 60);
/** 2026-03-02 in Berlin, a Monday. */
const DAY_MS = Date.UTC(2026, 2, 1, 23);
const HOUR_MS = 3_600_000;
const [day] = daysOf(DAY_MS, DAY_MS + HOUR_MS, { timeZone: 'Europe/Berlin' }, DAY_MS + 30 * HOUR_MS);
const OPEN = [10, 11, 12];
const quarters = OPEN.flatMap((h) => day.hours[h].quarters.map(({ startMs }) => startMs));

/** Sparse: many zeros, many small counts, some of k and more. */
const count = fc.oneof(
  { weight: 3, arbitrary: fc.constant(0) },
  { weight: 4, arbitrary: fc.integer({ min: 1, max: K - 1 }) },
  { weight: 3, arbitrary: fc.integer({ min: K, max: 4 * K }) },
);
const zonesOf = (zones: number, cells: number) =>
  fc.array(fc.array(count, { minLength: cells, maxLength: cells }), { minLength: zones, maxLength: zones });

/** Every figure of visits that can be asked for: each zone and all of them, over every range of whole quarters. */
function visitFacts(world: number[][], complementary: boolean): Fact[] {
  const facts: Fact[] = [];
  const lattices = world.map((counts) => {
    const closed = day.hours.flatMap((hour) => hour.quarters.map((q): [number, Counts] => [q.startMs, [0]]));
    const cells = [...closed, ...counts.map((n, q): [number, Counts] => [quarters[q], [n]])];
    return new Lattice([day], new Map(cells), K, { complementary });
  });
  const edges = [day.startMs, ...quarters, quarters[quarters.length - 1] + QUARTER_MS, day.endMs];
  for (const [i, fromMs] of edges.entries()) {
    for (const toMs of edges.slice(i + 1)) {
      const all: Fact = { sum: [], value: 0 };
      lattices.forEach((lattice, z) => {
        const { slots } = lattice.published(fromMs, toMs);
        const shown = quarters.flatMap((slot, q) => (slots.has(slot) ? [q] : []));
        const value = shown.reduce((sum, q) => sum + world[z][q], 0);
        const fact = { sum: shown.map((q) => `${z}/${q}`), value };
        all.sum.push(...fact.sum);
        all.value += value;
        facts.push(fact);
      });
      facts.push(all);
    }
  }
  return facts;
}

/** Small quarters, and the small hours and days of each zone. */
function visitSecrets(world: number[][]): Secret[] {
  const small: Secret[] = [];
  const add = (z: number, of: number[], name: string) => {
    const value = of.reduce((sum, q) => sum + world[z][q], 0);
    if (value > 0 && value < K) small.push({ name: `${name} of zone ${z}`, sum: of.map((q) => `${z}/${q}`), value });
  };
  world.forEach((counts, z) => {
    counts.forEach((_, q) => {
      add(z, [q], `quarter ${q}`);
    });
    OPEN.forEach((_, h) => {
      add(
        z,
        [0, 1, 2, 3].map((q) => 4 * h + q),
        `hour ${h}`,
      );
    });
    add(
      z,
      counts.map((_, q) => q),
      'day',
    );
  });
  return small;
}

describe('who solves the whole lattice of visits as a linear system', () => {
  it('learns no cell under k', async () => {
    await fc.assert(
      fc.asyncProperty(zonesOf(3, 12), async (world) => {
        expect(await solved(visitFacts(world, true), visitSecrets(world))).toEqual([]);
      }),
      { numRuns: WORLDS },
    );
  });

  it('learns cells where the complementary suppression is off', async () => {
    const worlds = fc.sample(zonesOf(3, 12), { numRuns: 3, seed: 1 });
    let leaks = 0;
    for (const world of worlds) leaks += (await solved(visitFacts(world, false), visitSecrets(world))).length;
    expect(leaks).toBeGreaterThan(0);
  });
});

const PLACES = ['door', 'a', 'b', 'c', 'd'];
const ways = PLACES.flatMap((from) => PLACES.flatMap((to) => (from === to ? [] : [{ from, to }])));
type Ways = number[][];

/** Ways of each hour, and beside them the visits of the places that came and that went, as the zones publish them. */
function flowFacts(world: Ways, complementary: boolean): Fact[] {
  const facts: Fact[] = [];
  const name = (h: number, w: number) => `${h}/${pairKey(ways[w].from, ways[w].to)}`;
  world.forEach((counts, h) => {
    const table = ways.map((way, w) => ({ ...way, count: counts[w] })).filter((pair) => pair.count > 0);
    const { hidden, all } = hidePairs(table, K, complementary);
    const left: Fact = { sum: [], value: 0 };
    counts.forEach((value, w) => {
      const shown = !all && !hidden.has(pairKey(ways[w].from, ways[w].to));
      if (shown) facts.push({ sum: [name(h, w)], value });
      else {
        left.sum.push(name(h, w));
        left.value += value;
      }
    });
    if (left.value >= K || left.value === 0) facts.push(left);
  });
  for (const place of PLACES) {
    for (const end of ['from', 'to'] as const) {
      const of = (h: number): Fact => {
        const all = ways.flatMap((way, w) => (way[end] === place ? [w] : []));
        return { sum: all.map((w) => name(h, w)), value: all.reduce((sum, w) => sum + world[h][w], 0) };
      };
      const margins = world.map((_, h) => of(h));
      // Crossings of doors are exempt, so known whatever they are.
      const known = margins.map((fact) => place === 'door' || fact.value === 0 || fact.value >= K);
      margins.forEach((fact, h) => {
        if (known[h]) facts.push(fact);
      });
      const rest = margins.filter((_, h) => !known[h]);
      const value = rest.reduce((sum, fact) => sum + fact.value, 0);
      const tells = value === rest.length || value === rest.length * (K - 1);
      if (rest.length > 1 && value >= K && !tells) facts.push({ sum: rest.flatMap((fact) => fact.sum), value });
    }
  }
  return facts;
}

const flowSecrets = (world: Ways): Secret[] =>
  world.flatMap((counts, h) =>
    counts.flatMap((value, w) => {
      const key = `${h}/${pairKey(ways[w].from, ways[w].to)}`;
      return value > 0 && value < K ? [{ name: key, sum: [key], value }] : [];
    }),
  );

describe('who solves the ways between places with the visits of the places', () => {
  it('learns no pair under k', async () => {
    await fc.assert(
      fc.asyncProperty(zonesOf(2, ways.length), async (world) => {
        expect(await solved(flowFacts(world, true), flowSecrets(world))).toEqual([]);
      }),
      { numRuns: WORLDS },
    );
  });

  it('learns pairs where the complementary suppression is off', async () => {
    const worlds = fc.sample(zonesOf(2, ways.length), { numRuns: 3, seed: 1 });
    let leaks = 0;
    for (const world of worlds) leaks += (await solved(flowFacts(world, false), flowSecrets(world))).length;
    expect(leaks).toBeGreaterThan(0);
  });
});
