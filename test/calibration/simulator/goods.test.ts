import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NOISES } from '../../../calibration/simulator/film/noise.ts';
import { simulateStore } from '../../../calibration/simulator/output/simulate.ts';
import { DEFAULTS } from '../../../calibration/simulator/simulation.ts';
import type { PosTransaction } from '../../../models/contract/pos.ts';
import { sum } from './facts.ts';
import { runStore } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'aisle-goods-'));
afterAll(() => rmSync(folder, { recursive: true }));

const text = (file: string): string[] => readFileSync(join(folder, file), 'utf8').split('\n').filter(Boolean);
const json = <T>(file: string, having = ''): T[] =>
  text(file)
    .filter((line) => line.includes(having))
    .map((line) => JSON.parse(line));
/** Rows of a file with commas, as objects. */
const csv = (file: string): Record<string, string>[] => {
  const [head, ...rows] = text(file).map((line) => line.split(','));
  return rows.map((row) => Object.fromEntries(row.map((value, i) => [head[i], value])));
};
const dayOf = (date: string): number => Date.parse(date) / 86_400_000;

interface Pick {
  visit: number;
  sku: string;
  units: number;
  act: string;
}

describe('goods of a simulated store, between its files and its truth', () => {
  beforeAll(() => {
    const film = { minutes: 0, from: 0, cameras: 7, fps: 10, noise: NOISES.base };
    const options = { ...DEFAULTS, seed: 12, days: 13, products: 150, scenario: { promotions: 'none' as const } };
    simulateStore(folder, options, film, () => undefined);
  });

  it('are misplaced: put down elsewhere, neither sold nor gone', () => {
    const astray = json<Pick>('truth/picks.ndjson').filter((p) => p.act === 'lost');
    expect(astray.length).toBeGreaterThan(5);
    const sold = new Map<string, number>();
    for (const { visit, sku, units, act } of json<Pick>('truth/picks.ndjson'))
      if (act !== 'lost')
        sold.set(`${visit} ${sku}`, (sold.get(`${visit} ${sku}`) ?? 0) + (act === 'take' ? units : 0));
    for (const { visit, sku, units } of astray) expect(sold.get(`${visit} ${sku}`)).toBe(units);
  });

  it('are stolen: the picks that say so are what the stock lost', () => {
    const picks = new Map<string, number>();
    for (const p of json<Pick>('truth/picks.ndjson'))
      if (p.act === 'steal') picks.set(p.sku, (picks.get(p.sku) ?? 0) + p.units);
    const ledger = new Map<string, number>();
    for (const r of json<{ sku: string; stolen: number }>('truth/stock.ndjson'))
      if (r.stolen > 0) ledger.set(r.sku, (ledger.get(r.sku) ?? 0) + r.stolen);
    expect(picks.size).toBeGreaterThan(5);
    expect(ledger).toEqual(picks);
  });

  it('are mis-scanned: the receipt has another number than what was taken, and the truth has both', () => {
    const receipts = new Map(
      json<PosTransaction>('pos.ndjson').map((r) => [`${r.businessDay} ${r.till} ${r.number}`, r]),
    );
    const visits = new Map(
      json<{ visit: number; date: string; till: number | null; number: number | null }>('truth/visits.ndjson').map(
        (v) => [`${v.date} till-${v.till} ${v.number}`, v.visit],
      ),
    );
    const taken = new Set(json<Pick>('truth/picks.ndjson').map((p) => `${p.visit} ${p.sku}`));
    const scans = json<Record<'date' | 'sku' | 'scanned', string> & Record<'till' | 'number' | 'line', number>>(
      'truth/scans.ndjson',
    );
    for (const { date, till, number, line, sku, scanned } of scans) {
      const key = `${date} till-${till} ${number}`;
      expect(receipts.get(key)?.lines[line - 1].sku).toBe(scanned);
      expect(taken.has(`${visits.get(key)} ${sku}`)).toBe(true);
    }
    const lines = sum([...receipts.values()].map((r) => r.lines.length));
    // 0.4 %, less those that come out at the right number by chance; a standard error is a tenth of it.
    expect(scans.length / lines).toBeGreaterThan(0.002);
    expect(scans.length / lines).toBeLessThan(0.006);
  });

  it('are delivered on their suppliers’ days and after their lead times, some a day late', () => {
    const suppliers = new Map(csv('suppliers.csv').map((row) => [row.supplier, row]));
    const lead = new Map(csv('products.csv').map((row) => [row.sku, Number(row.leadDays)]));
    const deliveries = csv('deliveries.csv');
    const late = deliveries.map(({ date, ordered, sku }) => dayOf(date) - dayOf(ordered) - lead.get(sku)!);
    expect(deliveries.length).toBeGreaterThan(300);
    expect([...new Set(late)].sort()).toEqual([0, 1]);
    expect(sum(late) / late.length).toBeGreaterThan(0.01);
    expect(sum(late) / late.length).toBeLessThan(0.1);
    for (const { supplier, ordered } of deliveries) {
      const weekday = ((dayOf(ordered) + 3) % 7) + 1;
      expect(suppliers.get(supplier)?.orderDays.split(' ')).toContain(String(weekday));
    }
  });

  it('are seen on the shelf with an error, and sometimes not at all', () => {
    const truth = new Map(
      json<{ tMs: number; units: Record<string, number> }>('truth/facings.ndjson').map((r) => [r.tMs, r.units]),
    );
    const capacity = new Map<string, { sku: string; capacity: number }>();
    const site = readFileSync(join(folder, 'site.yaml'), 'utf8');
    for (const [, id, sku, most] of site.matchAll(/- id: (b\d+-\d+)\n\s+sku: "(\d+)"[\s\S]*?capacity: (\d+)/g))
      capacity.set(id, { sku, capacity: Number(most) });
    const errors: number[] = [];
    let [rows, hidden] = [0, 0];
    interface Look {
      start: string;
      seconds: number;
      facings: { facing: string; fill: number | null }[];
    }
    for (const { payload } of json<{ payload: { data: Look } }>('messages.ndjson', '/agg/shelf"')) {
      const { data } = payload;
      const units = truth.get(Date.parse(data.start) + data.seconds * 1000)!;
      for (const { facing, fill } of data.facings) {
        rows++;
        const known = capacity.get(facing)!;
        const full = units[known.sku] / known.capacity;
        if (fill === null) hidden++;
        else if (full > 0.2 && full < 0.8) errors.push(fill - full);
      }
    }
    expect(errors.length).toBeGreaterThan(200);
    expect(hidden / rows).toBeGreaterThan(0.03);
    expect(hidden / rows).toBeLessThan(0.07);
    expect(Math.sqrt(sum(errors.map((e) => e * e)) / errors.length)).toBeGreaterThan(0.06);
    expect(Math.sqrt(sum(errors.map((e) => e * e)) / errors.length)).toBeLessThan(0.1);
  });
});

describe.each(['lists', 'crowds'] as const)('goods that run out, behaviour %s', (behaviour) => {
  it('leave some of their demand to what stands beside them', () => {
    const world = { seed: 12, days: 14, products: 130, behaviour };
    const base = runStore(world);
    const { products, categories } = base.simulation.world.catalogue;
    // Each category's best seller is never ordered again.
    const best = categories.map((c) => c.products.reduce((a, b) => (products[a].appeal > products[b].appeal ? a : b)));
    const levels = Object.fromEntries(best.map((p) => [products[p].sku, 0]));
    const none = runStore({ ...world, scenario: { orders: { levels } } });
    const gone = new Set(best);
    const later = (run: typeof base, hit: boolean) =>
      sum(run.days.slice(7).flatMap(({ ledger }) => [...ledger.sold].filter((_, p) => gone.has(p) === hit)));
    const lost = later(base, true) - later(none, true);
    const spilled = later(none, false) - later(base, false);
    expect(lost).toBeGreaterThan(500);
    // Corsten & Gruen 2003: 45 % take something else; here what is bought elsewhere fills the cupboard as well.
    expect(spilled / lost).toBeGreaterThan(0.2);
    expect(spilled / lost).toBeLessThan(0.8);
  });
});
