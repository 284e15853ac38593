import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Traffic } from '../../../models/contract/api/traffic.ts';
import { instant } from '../../../models/contract/ids.ts';
import { SalesAnswer } from '../../../models/contract/sales.ts';
import { incoming, type TestApi, testApi } from '../../support/api.ts';
import { testSite } from '../../support/gateway.ts';
import { envelope, STORE, T0, traffic } from '../../support/messages.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const at = (text: string) => Date.parse(text);

/** Midnights as the zones' laws have them, not as our code finds them. */
describe.each([
  ['Australia/Lord_Howe', 23.5, '2026-10-04T00:00+10:30', '2026-10-05T00:00+11:00', 24],
  ['Australia/Lord_Howe', 24.5, '2026-04-05T00:00+11:00', '2026-04-06T00:00+10:30', 25],
  ['America/New_York', 23, '2026-03-08T00:00-05:00', '2026-03-09T00:00-04:00', 23],
  ['America/New_York', 25, '2026-11-01T00:00-04:00', '2026-11-02T00:00-05:00', 25],
])('a day in %s with %d hours', (timeZone, hours, from, to, buckets) => {
  const [fromMs, toMs] = [at(from), at(to)];
  const label = labels(timeZone);
  const minutes = Array.from({ length: (toMs - fromMs) / MINUTE + 180 }, (_, i) => fromMs + (i - 90) * MINUTE);
  /** Each minute has its own counts, so that one in the wrong place shows. */
  const countOf = (tMs: number) => ((tMs / MINUTE) * 7919) % 5;
  const netOf = (tMs: number) => 1 + (((tMs / MINUTE) * 104_729) % 97);
  const sold = minutes.filter((tMs) => (tMs / MINUTE) % 3 === 0);
  let api: TestApi;
  beforeAll(async () => {
    api = await testApi(testSite({ timeZone }), toMs + 3 * HOUR);
    const messages = minutes.map((tMs, i) =>
      incoming(envelope('agg/traffic', i + 1, traffic((tMs - T0) / MINUTE, { in: countOf(tMs), out: 1 }))),
    );
    await api.store.accept({ messages, refusals: [], contiguous: [] });
    const pushed = sold.map((tMs, i) => ({
      ...{ till: '1', number: String(i), time: instant(tMs), kind: 'sale', currency: 'USD' },
      lines: [{ line: 1, sku: 'milk', quantity: 1, net: netOf(tMs) }],
    }));
    const { accepted } = await api.tills.push(STORE, pushed, 'push');
    expect(accepted).toBe(sold.length);
  });
  afterAll(() => api.close());

  const range = `from=${instant(fromMs)}&to=${instant(toMs)}`;
  const readTraffic = (query: string) => api.get(Traffic, `/api/v1/stores/${STORE}/traffic?${query}`);
  const readSales = (query: string) => api.get(SalesAnswer, `/api/v1/stores/${STORE}/sales?${query}`);
  /** By the clock of the platform, which knows the time zones from another source than our buckets do. */
  const sums = (of: (tMs: number) => number, times: readonly number[], nameOf: (tMs: number) => string) => {
    const groups = new Map<string, number>();
    for (const tMs of times) {
      if (tMs >= fromMs && tMs < toMs) groups.set(nameOf(tMs), (groups.get(nameOf(tMs)) ?? 0) + of(tMs));
    }
    return [...groups];
  };

  it.each([
    ['hour', (tMs: number) => label(tMs)],
    ['quarter', (tMs: number) => instant(Math.floor(tMs / (15 * MINUTE)) * 15 * MINUTE)],
    ['day', () => 'the day'],
  ])('has every %s’s traffic and sales', async (bucket, nameOf) => {
    const { points } = await readTraffic(`${range}&bucket=${bucket}`);
    const entries = points.map((point) => [nameOf(at(point.start)), point.in]);
    expect(entries).toEqual(sums(countOf, minutes, nameOf));
    expect(points.reduce((sum, point) => sum + point.seconds, 0)).toBe(hours * 3600);
    expect(points.every((point) => point.coverage === 1)).toBe(true);
    const { points: sales, total } = await readSales(`${range}&bucket=${bucket}`);
    expect(sales.map((point) => [nameOf(at(point.start)), point.net])).toEqual(sums(netOf, sold, nameOf));
    expect(sales.map((point) => [nameOf(at(point.start)), point.transactions])).toEqual(sums(() => 1, sold, nameOf));
    expect(total.net).toBe(sums(netOf, sold, () => '')[0][1]);
    expect(points.length).toBe(bucket === 'hour' ? buckets : bucket === 'quarter' ? hours * 4 : 1);
  });

  it('is one of three days of a longer range', async () => {
    const longer = `from=${instant(fromMs - 90 * MINUTE)}&to=${instant(toMs + 90 * MINUTE)}&bucket=day`;
    const { points } = await readTraffic(longer);
    expect(points.map((point) => point.seconds / 3600)).toEqual([1.5, hours, 1.5]);
    expect(points[1].in).toBe(sums(countOf, minutes, () => '')[0][1]);
    const { points: sales } = await readSales(longer);
    expect(sales.map((point) => point.seconds / 3600)).toEqual([1.5, hours, 1.5]);
    expect(sales[1].net).toBe(sums(netOf, sold, () => '')[0][1]);
  });
});

/** Date, hour and offset of a moment on the clock of a zone. */
function labels(timeZone: string): (tMs: number) => string {
  const format = new Intl.DateTimeFormat('en-CA', {
    ...{ timeZone, hourCycle: 'h23', timeZoneName: 'longOffset' },
    ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit' },
  } as Intl.DateTimeFormatOptions);
  return (tMs) => format.format(tMs);
}
