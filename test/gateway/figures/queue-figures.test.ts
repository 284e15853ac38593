import { describe, expect, it } from 'vitest';
import { insideNow } from '../../../gateway/figures/inside.ts';
import { queueFigures, queueNow } from '../../../gateway/figures/queue-figures.ts';
import type { QueueSum } from '../../../gateway/store/store.ts';
import { emptyHistogram } from '../../../models/contract/histogram.ts';
import { instant } from '../../../models/contract/ids.ts';

const bins = (counts: Record<number, number>) => Array.from({ length: 12 }, (_, i) => counts[i] ?? 0);
const sum = (changes: Partial<QueueSum> = {}): QueueSum => ({
  ...{ zone: 'queue', slot: 0, lengthS: 90, lengthMax: 4, visits: 8, seenS: 60 },
  ...{ served: 6, servedVariance: 0.5, abandoned: 2, abandonedVariance: 0.4, cut: 1, waitS: 90 },
  ...{ services: 5, serviceS: 100 },
  ...{ waitHistogram: bins({ 4: 6 }), censoredHistogram: bins({ 4: 3 }), serviceHistogram: bins({ 4: 5 }) },
  ...changes,
});

describe('queueFigures', () => {
  it('gives waits with their intervals, and of those who gave up the least that they would have waited', () => {
    const figures = queueFigures(sum(), 0, 120_000, 2);
    expect(figures).toMatchObject({ length: { mean: 1.5, max: 4 }, joined: 8, coverage: 0.5, abandonmentShare: 0.25 });
    expect(figures.waits).toMatchObject({ served: 6, abandoned: 2, cut: 1 });
    expect(figures.waits.abandonedInterval![0]).toBeGreaterThan(0);
    expect(figures.waits.abandonedInterval![1]).toBeLessThan(4);
    // Six waits of 10–20 s: without the three that were cut half of them would end before 15 s.
    expect(figures.waitS.mean).toBe(15);
    expect(figures.waitS.p50).toBeGreaterThan(15);
    expect(figures.serviceS).toMatchObject({ mean: 20, p50: 15 });
  });

  it('keeps to itself what would be a figure about who runs the one till, and what no till could show', () => {
    expect(queueFigures(sum(), 0, 120_000, 1)).toMatchObject({
      ...{ waits: { served: 6, abandoned: 2 }, abandonmentShare: 0.25 },
      ...{ services: null, serviceS: { mean: null, p50: null, p90: null } },
    });
    expect(queueFigures(sum(), 0, 120_000, 0)).toMatchObject({
      ...{ waits: { served: 6, abandoned: null, abandonedInterval: null }, abandonmentShare: null, services: null },
    });
  });

  const unknown = { mean: null, p50: null, p90: null };
  it.each<[string, QueueSum | undefined, object]>([
    ['nothing came', undefined, { joined: null, abandonmentShare: null, waitS: unknown, coverage: null }],
    ['nothing was seen', sum({ seenS: 0 }), { joined: null, length: { mean: null, max: null }, coverage: 0 }],
    [
      'nobody waited',
      sum({ served: 0, abandoned: 0, waitS: 0, waitHistogram: emptyHistogram(), censoredHistogram: emptyHistogram() }),
      { waits: expect.objectContaining({ served: 0, abandoned: 0 }), abandonmentShare: null, waitS: unknown },
    ],
    [
      'an older node sends no variance, no cut waits and no service',
      sum({ servedVariance: null, abandonedVariance: null, cut: null, services: null, serviceS: null }),
      {
        waits: { served: 6, servedInterval: null, abandoned: 2, abandonedInterval: null, cut: null },
        ...{ services: null, serviceS: unknown },
      },
    ],
    [
      'most were cut: the quantile lies beyond what was seen',
      sum({ censoredHistogram: bins({ 5: 60 }) }),
      { waitS: { mean: 15, p50: null, p90: null } },
    ],
  ])('%s', (_, given, expected) => {
    expect(queueFigures(given, 0, 120_000, 2)).toMatchObject(expected);
  });
});

it('says how a queue is now by the newest minute that was seen', () => {
  const minutes = [
    sum({ slot: 0, lengthS: 30 }),
    sum({ slot: 60_000, lengthS: 150 }),
    sum({ slot: 120_000, seenS: 0 }),
  ];
  expect(queueNow(minutes)).toEqual({ length: 2.5, max: 4, at: instant(120_000) });
  expect(queueNow([])).toBeNull();
});

it('adds the newest balances of all floors, people and variances', () => {
  const row = (floor: string, minute: number, people: number) => ({
    ...{ node: 'edge-1', floor, startMs: minute * 60_000, seconds: 60 },
    ...{ insideS: people * 30, varianceS: 2 * 30, seenS: 30 },
  });
  const inside = insideNow([row('0', 1, 40), row('1', 1, 5), row('0', 2, 12)])!;
  expect([inside.people, inside.at]).toEqual([17, instant(120_000)]);
  expect(inside.interval[1] - inside.people).toBeCloseTo(1.96 * Math.sqrt(4 + 0.27), 3);
  expect(insideNow([row('0', 1, -0.4)])).toMatchObject({ people: 0, interval: [0, expect.any(Number)] });
  expect(insideNow([])).toBeNull();
});
