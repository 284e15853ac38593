import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blockOf, CLEAR_M, unitsLeft } from '../../../../calibration/simulator/picture/block.ts';
import { packageOf } from '../../../../calibration/simulator/picture/packages.ts';
import { Stream } from '../../../../calibration/simulator/random/stream.ts';
import { makeWorld } from '../../../../calibration/simulator/world/world.ts';

const world = makeWorld({ seed: 2, products: 150, store: 0, stores: 1 });
const carried = world.catalogue.products.map((p) => p.index).filter((p) => world.bayOf[p] >= 0);

describe('units in a facing', () => {
  it('fill a block that holds just its capacity and fits its level', () => {
    for (const p of carried) {
      const look = packageOf(world, 2, p);
      const block = blockOf(look, 0.625, world.facings[p], world.capacity[p]);
      expect(block.columns * block.rows * block.high).toBe(world.capacity[p]);
      if (block.high > 1) expect(block.high * look.tallM).toBeLessThanOrEqual(CLEAR_M);
    }
  });

  it('are as many as lie there, each in a place of its own, and one less is one column’s front or top less', () => {
    const all = fc.tuple(fc.constantFrom(...carried), fc.nat(400), fc.boolean(), fc.nat());
    fc.assert(
      fc.property(all, ([p, wish, slides, key]) => {
        const block = blockOf(packageOf(world, 2, p), 0.625, world.facings[p], world.capacity[p]);
        const units = Math.min(wish, world.capacity[p]);
        const left = (n: number) => unitsLeft(block, n, slides, new Stream(key));
        const columns = (n: number) =>
          Array.from({ length: block.columns }, (_, c) => left(n).filter(({ column }) => column === c).length);
        const here = left(units);
        expect(here).toHaveLength(units);
        expect(new Set(here.map(({ column, row, layer }) => `${column} ${row} ${layer}`)).size).toBe(units);
        if (units === 0) return;
        const fewer = columns(units - 1);
        const taken = columns(units).map((n, c) => n - fewer[c]);
        expect(taken.filter((n) => n !== 0)).toEqual([1]);
      }),
      { numRuns: 60 },
    );
  });

  it('look alike in all stores of a chain', () => {
    const other = makeWorld({ seed: 2, products: 150, store: 1, stores: 3 });
    for (const p of carried) expect(packageOf(other, 2, p)).toEqual(packageOf(world, 2, p));
  });
});
