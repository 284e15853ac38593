import { describe, expect, it } from 'vitest';
import { compareStores, type Measured } from '../../../gateway/figures/compare.ts';

const row = (store: string, value: number | null, more: Partial<Measured> = {}): Measured => ({
  ...{ store, name: store, cluster: 'city', from: '2026-09-24', to: '2026-10-01', currency: null, openHours: 10 },
  ...{ value, perM2: value === null ? null : value / 100, perOpenHour: value === null ? null : value / 10 },
  ...{ coverage: 1, before: null, change: null },
  ...more,
});
const all = new Set(['a', 'b', 'c', 'd']);

describe('compareStores', () => {
  it('holds each against the median of its cluster, those out of view with them', () => {
    const { stores } = compareStores('entries', [row('a', 10), row('b', 20), row('c', 90)], new Set(['a']));
    expect(stores.map(({ store }) => store)).toEqual(['a']);
    expect(stores[0].benchmark).toEqual({ stores: 3, value: 20, perM2: 0.2, perOpenHour: 2 });
  });

  it.each<[string, Measured[]]>([
    ['two stores', [row('a', 1), row('b', 2)]],
    ['three of which one is not known', [row('a', 1), row('b', 2), row('c', null)]],
    ['three of which one was hardly seen', [row('a', 1), row('b', 2), row('c', 3, { coverage: 0.5 })]],
    ['three of two clusters', [row('a', 1), row('b', 2), row('c', 3, { cluster: 'mall' })]],
    ['three without a cluster', ['a', 'b', 'c'].map((name) => row(name, 1, { cluster: null }))],
    [
      'three with two currencies',
      [row('a', 1, { currency: 'EUR' }), row('b', 2, { currency: 'EUR' }), row('c', 3, { currency: 'CHF' })],
    ],
  ])('has no benchmark of %s', (_, measured) => {
    const { stores } = compareStores('sales', measured, all);
    expect(stores.map(({ benchmark }) => benchmark)).toEqual(measured.map(() => null));
  });

  it('adds up like for like: only stores that are known in both years', () => {
    const measured = [
      row('a', 110, { before: 100 }),
      row('b', 50),
      row('c', 55, { before: 50 }),
      row('d', 9, { before: 1, coverage: 0.3 }),
    ];
    expect(compareStores('entries', measured, all).likeForLike).toEqual({
      stores: 2,
      value: 165,
      before: 150,
      change: expect.closeTo(0.1),
    });
    expect(compareStores('conversion', measured, all).likeForLike).toBeNull();
    expect(compareStores('entries', [row('b', 50)], all).likeForLike).toBeNull();
  });
});
