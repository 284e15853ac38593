import { afterEach, describe, expect, it } from 'vitest';
import type { ShelfRow } from '../../../models/contract/aggregate.ts';
import { instant } from '../../../models/contract/ids.ts';
import { Shelves } from '../../../models/contract/shelves.ts';
import { feed, type TestApi, testApi } from '../../support/api.ts';
import { testSite } from '../../support/gateway.ts';
import { envelope, STORE, T0 } from '../../support/messages.ts';

let api: TestApi;
afterEach(() => api.close());

const MINUTE = 60_000;
const path = `/api/v1/stores/${STORE}/shelves`;
const range = `from=${instant(T0)}&to=${instant(T0 + 60 * MINUTE)}`;
const at = (minute: number) => instant(T0 + minute * MINUTE);

/** A shop of one shelf with two facings, watched by the door's camera. */
function site() {
  const loaded = testSite();
  const px: [number, number][] = [
    [0, 0],
    [9, 0],
    [9, 9],
  ];
  const facing = (id: string, sku: string) => ({ id, sku, px, capacity: 12 });
  const facings = [{ ...facing('f1', '952000000001'), name: 'Milk' }, facing('f2', '952000000002')];
  loaded.site.shelves = [{ id: 'dairy', camera: loaded.site.cameras[0].id, facings }];
  return loaded;
}

const row = (facing: string, changes: Partial<ShelfRow> = {}): ShelfRow => ({
  ...{ shelf: 'dairy', facing, coverage: 1, state: 'full', fill: 0.8, fillVariance: 0.01, emptyS: 0 },
  ...changes,
});
/** The period of a quarter of an hour that begins in the minute `n`. */
const shelf = (seq: number, n: number, ...facings: ShelfRow[]) =>
  envelope('agg/shelf', seq, { start: at(n), seconds: 900, facings });
const changed = (seq: number, n: number, change: 'empty' | 'low' | 'refilled', since?: number) =>
  envelope(
    'event/shelf',
    seq,
    { shelf: 'dairy', facing: 'f1', change, ...(since !== undefined && { since: at(since) }) },
    { time: at(n) },
  );

describe('shelves', () => {
  it('says how each facing is, since when, how full and how sure, and for how long it was empty', async () => {
    api = await testApi(site(), T0 + 47 * MINUTE);
    await feed(
      api.store,
      shelf(1, 0, row('f1'), row('f2', { coverage: 0.5, state: 'low', fill: 0.2 })),
      changed(2, 22, 'empty', 20),
      shelf(3, 15, row('f1', { state: 'empty', fill: 0.02, emptyS: 600 }), row('f2', { state: 'low', fill: 0.25 })),
      shelf(4, 30, row('f1', { state: 'empty', fill: 0.01, emptyS: 900 }), row('f2', { state: 'low', fill: 0.25 })),
    );
    const answer = await api.get(Shelves, `${path}?${range}&bucket=quarter`);
    const [f1, f2] = answer.shelves[0].facings;
    expect(answer).toMatchObject({ at: at(45), now: { full: 0, low: 1, empty: 1, unknown: 0, outOfStockShare: 0.5 } });
    expect(f1).toMatchObject({ sku: '952000000001', name: 'Milk', capacity: 12, state: 'empty', since: at(20) });
    expect(f1).toMatchObject({ seenAt: at(45), fill: 0.01, emptyS: 1500, knownS: 2700 });
    expect(f1.fillInterval![0]).toBe(0);
    expect(f1.fillInterval![1]).toBeCloseTo(0.01 + 1.96 * 0.1, 3);
    expect(f2).toMatchObject({ name: null, state: 'low', since: null, emptyS: 0, knownS: 2250 });
    expect(answer.total).toEqual({ emptyS: 1500, knownS: 4950, share: 1500 / 4950, events: 1 });
    expect(answer.points.map((it) => [it.emptyS, it.knownS, it.events])).toEqual([
      [0, 1350, 0],
      [600, 1800, 1],
      [900, 1800, 0],
      [null, 0, 0],
    ]);
  });

  it('knows of a change before the period in which it was is told', async () => {
    api = await testApi(site(), T0 + 20 * MINUTE);
    await feed(api.store, shelf(1, 0, row('f1', { state: 'empty' }), row('f2')), changed(2, 18, 'refilled', 17));
    const [f1] = (await api.get(Shelves, path)).shelves[0].facings;
    expect(f1).toMatchObject({ state: 'full', since: at(17), seenAt: at(15) });
  });

  it.each<[string, number, ShelfRow[], string | null]>([
    ['whose newest row is long past', 90, [row('f1')], at(15)],
    ['that was hidden', 16, [row('f1', { coverage: 0, state: 'unknown', fill: null })], null],
    ['of which nothing ever came', 16, [row('f2')], null],
  ])('does not know how a facing is %s', async (_, minute, rows, seenAt) => {
    api = await testApi(site(), T0 + minute * MINUTE);
    await feed(api.store, shelf(1, 0, ...rows));
    const [f1] = (await api.get(Shelves, path)).shelves[0].facings;
    expect(f1).toMatchObject({ state: 'unknown', since: null, seenAt });
  });

  it('adds what comes late, and does not take it for what is now', async () => {
    api = await testApi(site(), T0 + 16 * MINUTE);
    const late = row('f1', { coverage: 0, state: 'unknown', fill: null, emptyS: -60 });
    await feed(api.store, shelf(1, 0, row('f1', { emptyS: 300, state: 'full' }), row('f2')), shelf(2, 0, late));
    const answer = await api.get(Shelves, path);
    expect(answer.shelves[0].facings[0]).toMatchObject({ state: 'full', emptyS: 240, knownS: 900 });
  });

  it('takes the state for the whole period of a node that does not count the time', async () => {
    api = await testApi(site(), T0 + 16 * MINUTE);
    const { emptyS: _, ...old } = row('f1', { state: 'empty' });
    const { emptyS: __, ...hidden } = row('f2', { state: 'unknown', fill: null });
    await feed(api.store, shelf(1, 0, old, hidden));
    const answer = await api.get(Shelves, path);
    expect(answer.total).toMatchObject({ emptyS: 900, knownS: 900, share: 1 });
  });

  it('has nothing to say of a store without shelves, and does not say 0', async () => {
    api = await testApi();
    const answer = await api.get(Shelves, path);
    expect(answer).toMatchObject({ at: null, shelves: [], now: { outOfStockShare: null } });
    expect(answer.total).toEqual({ emptyS: null, knownS: 0, share: null, events: 0 });
  });
});
