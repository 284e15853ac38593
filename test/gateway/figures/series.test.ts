import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bucketsOf, grainOf } from '../../../gateway/figures/buckets.ts';
import type { Stretch } from '../../../gateway/figures/parts.ts';
import { addSums, pointsOf, readSeries } from '../../../gateway/figures/series.ts';
import { pieces } from '../../../gateway/turns.ts';

const row = (changes: object = {}) => ({
  ...{ zone: 'a', slot: 0, visits: 2, lengthMax: 3, bins: [1, 0], stops: null as number | null },
  ...changes,
});

describe('addSums', () => {
  it.each([
    ['numbers and bins add', row(), row({ visits: 5, bins: [1, 4] }), { visits: 7, bins: [2, 4] }],
    ['the greater maximum stays', row(), row({ lengthMax: 9 }), { lengthMax: 9 }],
    ['the greater maximum stays where it was', row({ lengthMax: 9 }), row(), { lengthMax: 9 }],
    ['what was never measured stays so', row(), row(), { stops: null }],
    ['what was measured once is not lost', row({ stops: 4 }), row(), { stops: 4 }],
    ['also when it came later', row(), row({ stops: 4 }), { stops: 4 }],
    ['name and slot are the first one’s', row(), row({ slot: 60 }), { zone: 'a', slot: 0 }],
  ])('%s', (_, a, b, sum) => {
    const before = structuredClone(a);
    expect(addSums(a, b)).toMatchObject(sum);
    expect(a).toEqual(before);
  });
});

it('puts every slot into one bucket, and what the buckets hold is the total', async () => {
  const sums = fc.array(
    fc.record({ minute: fc.nat(200), visits: fc.integer({ min: -3, max: 9 }), zone: fc.constantFrom('a', 'b') }),
  );
  const sizes = fc.constantFrom('minute' as const, 'quarter' as const, 'hour' as const);
  await fc.assert(
    fc.asyncProperty(sums, sizes, async (list, size) => {
      const buckets = bucketsOf(0, 201 * 60_000, size, { timeZone: 'Europe/Berlin' });
      const grain = grainOf(buckets);
      const slots = list.map((it) => row({ ...it, slot: it.minute * 60_000 - ((it.minute * 60_000) % grain) }));
      const read = async ({ fromMs, toMs }: Stretch) => slots.filter(({ slot }) => slot >= fromMs && slot < toMs);
      const series = await readSeries({ fromMs: 0, toMs: 201 * 60_000 }, read, buckets, (it) => it.zone, pieces());
      for (const zone of ['a', 'b']) {
        const visits = (sum: ReturnType<typeof row> | undefined) => ({ visits: sum?.visits ?? 0 });
        const points = await pointsOf(series.get(zone), buckets, 201 * 60_000, visits, pieces());
        expect(points).toHaveLength(buckets.length);
        const total = list.filter((it) => it.zone === zone).reduce((sum, it) => sum + it.visits, 0);
        expect(points.reduce((sum, it) => sum + it.visits, 0)).toBe(total);
        expect(series.get(zone)?.total?.visits ?? 0).toBe(total);
      }
    }),
  );
});
