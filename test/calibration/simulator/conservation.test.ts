import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { passageOf } from '../../../calibration/simulator/macro/passage.ts';
import { Traces } from '../../../calibration/simulator/macro/trace.ts';
import { makeViews } from '../../../calibration/simulator/world/cameras.ts';
import { makeSite } from '../../../calibration/simulator/world/site.ts';
import { runStore } from './run.ts';

const worlds = fc.record({
  seed: fc.integer({ min: 0, max: 1e6 }),
  behaviour: fc.constantFrom('lists' as const, 'crowds' as const),
  products: fc.constantFrom(60, 110),
});
const runs = { numRuns: 6 };

describe('a simulated store loses nothing', () => {
  it('lets out who came in: each person crosses the door once each way, and whoever brings goods theirs', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const { simulation, days } = runStore({ ...world, days: 2 });
        const site = makeSite(simulation.world, makeViews(simulation.world, 2), { kind: 'detections' }, 10);
        const traces = new Traces(simulation.world, site);
        for (const it of days.flatMap((d) => d.its)) {
          const { crossings } = passageOf(it, traces, 0);
          const line = it.kind !== 'staff' ? 'door' : it.job === 'delivery' ? 'dock' : undefined;
          const wanted = line === undefined ? [] : [`${line} true`, `${line} false`];
          expect(crossings.map((c) => `${site.lines[c.line].id} ${c.in}`)).toEqual(wanted);
        }
      }),
      runs,
    );
  });

  it('keeps its stock: opening + deliveries − sales − theft − waste = closing, and yesterday’s closing is today’s opening', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const { days } = runStore({ ...world, days: 5 });
        days.forEach(({ ledger: l, closing, delivered }, d) => {
          const arrived = new Map<number, number>();
          for (const x of delivered) arrived.set(x.product, (arrived.get(x.product) ?? 0) + x.units);
          closing.forEach((units, p) => {
            expect(l.opening[p] + l.delivered[p] - l.sold[p] - l.stolen[p] - l.spoiled[p]).toBe(units);
            expect(l.delivered[p]).toBe(arrived.get(p) ?? 0);
            if (d > 0) expect(l.opening[p]).toBe(days[d - 1].closing[p]);
            expect(units).toBeGreaterThanOrEqual(0);
          });
        });
      }),
      runs,
    );
  });

  it('has a pick for every line of every sale, and a sale or a reason for every pick', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const { days } = runStore({ ...world, days: 3 });
        for (const { its, sales, ledger } of days) {
          const taken = new Map<string, number>();
          for (const it of its) {
            for (const p of it.picks) {
              const key = `${it.visit} ${p.product}`;
              taken.set(key, (taken.get(key) ?? 0) + (p.act === 'take' ? p.units : -p.units));
            }
          }
          const sold = new Int32Array(ledger.sold.length);
          for (const sale of sales) {
            for (const line of sale.lines) {
              const key = `${sale.visit} ${line.product}`;
              expect(taken.get(key)).toBe(line.units);
              taken.delete(key);
              sold[line.product] += line.units;
            }
          }
          expect([...taken.values()].every((units) => units === 0)).toBe(true);
          expect(sold).toEqual(ledger.sold);
        }
      }),
      runs,
    );
  });

  it('serves one customer at a till at a time, first come first served', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const { days } = runStore({ ...world, days: 2 });
        for (const { its } of days) {
          const waits = its.flatMap((it) => (it.wait?.till === undefined ? [] : [it.wait]));
          for (const till of new Set(waits.map((w) => w.till))) {
            const served = waits.filter((w) => w.till === till).sort((a, b) => a.endMs - b.endMs);
            for (let i = 1; i < served.length; i++)
              expect(served[i].endMs).toBeGreaterThanOrEqual(served[i - 1].doneMs);
          }
          const inTurn = [...waits].sort((a, b) => a.joinMs - b.joinMs);
          for (let i = 1; i < inTurn.length; i++) expect(inTurn[i].endMs).toBeGreaterThanOrEqual(inTurn[i - 1].endMs);
        }
      }),
      runs,
    );
  });
});
