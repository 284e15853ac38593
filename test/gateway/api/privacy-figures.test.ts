import { afterEach, describe, expect, it } from 'vitest';
import { publishedLive } from '../../../gateway/privacy/live.ts';
import { Queues } from '../../../models/contract/api/queues.ts';
import { Today } from '../../../models/contract/api/today.ts';
import { Traffic } from '../../../models/contract/api/traffic.ts';
import { ZoneAnswer, ZonesAnswer } from '../../../models/contract/api/zones.ts';
import { Funnel } from '../../../models/contract/funnel.ts';
import { instant } from '../../../models/contract/ids.ts';
import { SalesAnswer } from '../../../models/contract/sales.ts';
import { feed, type TestApi, testApi } from '../../support/api.ts';
import { SHOP_ZONES, testSite } from '../../support/gateway.ts';
import { envelope, liveMessage, NODE, queue, STORE, T0, traffic, zone } from '../../support/messages.ts';

let api: TestApi;
afterEach(() => api?.close());
const base = `/api/v1/stores/${STORE}`;
const HOUR_MS = 3_600_000;
const range = (fromMin: number, toMin: number) =>
  `from=${instant(T0 + fromMin * 60_000)}&to=${instant(T0 + toMin * 60_000)}`;
const site = (k = 5) => testSite({ k, zones: SHOP_ZONES });

let seq = 0;
/** Visits of a zone in a minute, of which all ended, 10 s each. */
const visits = (minute: number, n: number, of = 'entrance', more = {}) => {
  const dwellHistogram = Array.from({ length: 12 }, (_, bin) => (bin === 4 ? n : 0));
  const row = {
    zone: of,
    visits: n,
    visitsVariance: 0,
    ended: n,
    censored: 0,
    engaged: n,
    dwellS: 10 * n,
    occupancyS: 10 * n,
  };
  return envelope('agg/zone', ++seq, zone(minute, { ...row, dwellHistogram, ...more }));
};

describe('zones with k = 5', () => {
  const hour = [visits(0, 9), visits(20, 3), visits(31, 6), visits(50, 8)];

  it('hides a small quarter and its half hour, and has the hour exact', async () => {
    api = await testApi(site(), T0 + 2 * HOUR_MS);
    await feed(api.store, ...hour);
    const quarters = await api.get(ZoneAnswer, `${base}/zones/entrance?${range(0, 60)}&bucket=quarter`);
    expect(quarters.points.map((p) => [p.visits, p.suppressed ?? false])).toEqual([
      [null, true],
      [null, true],
      [6, false],
      [8, false],
    ]);
    expect(quarters.points[0]).toMatchObject({ ended: null, engaged: null, personS: null, occupancy: { max: null } });
    expect(new Set(quarters.points[0].dwellHistogram)).toEqual(new Set([0]));
    expect(quarters.total).toMatchObject({ visits: 26, personS: 260, dwellS: { mean: 10 } });
    expect(quarters.total.withheld).toBeUndefined();
    const part = await api.get(ZoneAnswer, `${base}/zones/entrance?${range(0, 45)}&bucket=total`);
    expect(part.total).toMatchObject({ visits: 6, personS: 60, withheld: true });
  });

  it('snaps a range to quarters, says so, and makes quarters of minutes', async () => {
    api = await testApi(site(), T0 + 2 * HOUR_MS);
    await feed(api.store, ...hour);
    const answer = await api.get(ZoneAnswer, `${base}/zones/entrance?${range(31, 32)}&bucket=minute`);
    expect(answer).toMatchObject({ from: instant(T0 + 1_800_000), to: instant(T0 + 2_700_000), bucket: 'quarter' });
    expect(answer.points.map((p) => p.visits)).toEqual([6]);
    const all = await api.get(ZonesAnswer, `${base}/zones?${range(3, 58)}`);
    expect(all).toMatchObject({ from: instant(T0), to: instant(T0 + HOUR_MS) });
    expect(all.zones[0]).toMatchObject({ zone: 'entrance', visits: 26 });
  });

  it('publishes an hour when it is over, and not before', async () => {
    api = await testApi(site(), T0 + HOUR_MS);
    await feed(api.store, ...hour);
    const one = async () => (await api.get(Today, `${base}/today`)).zones[0];
    expect(await one()).toMatchObject({ visits: null, suppressed: true });
    api.time.nowMs += 120_000;
    expect(await one()).toMatchObject({ visits: 26 });
  });

  it('has a small hour in no figure but that of a day in which it is not alone', async () => {
    api = await testApi(site(), T0 + 30 * HOUR_MS);
    await feed(api.store, visits(0, 3), visits(70, 9), visits(130, 4));
    const quiet = Array.from({ length: 24 }, (_, h) => visits((h - 10) * 60 + 59, 0));
    await feed(api.store, ...quiet);
    const at = async (fromHour: number, toHour: number) =>
      (await api.get(ZoneAnswer, `${base}/zones/entrance?${range(fromHour * 60, toHour * 60)}&bucket=total`)).total;
    expect(await at(0, 1)).toMatchObject({ visits: null, suppressed: true });
    expect(await at(0, 3)).toMatchObject({ visits: 9, withheld: true });
    // The store's day, 10 hours before T0 and 14 after it.
    expect(await at(-10, 14)).toMatchObject({ visits: 16 });
    expect((await at(-10, 14)).withheld).toBeUndefined();
    // Where nobody was is 0, which says nothing about anybody.
    expect((await at(5, 6)).visits).toBe(0);
    // With a note on the first minutes their hour goes as a whole, and the day's rest with it.
    const payload = {
      from: instant(T0),
      to: instant(T0 + 60_000),
      kind: 'blocked',
      text: 'a ladder',
      effect: 'figures',
    };
    const headers = { ...(await api.as('manager')) };
    const added = await api.app.inject({ method: 'POST', url: `${base}/notes`, headers, payload });
    expect(added.statusCode, added.body).toBe(200);
    expect(await at(-10, 14)).toMatchObject({ visits: 9, withheld: true });
  });

  it('leaves corrections out that came after the fact', async () => {
    api = await testApi(site(), T0 + 2 * HOUR_MS);
    await feed(api.store, ...hour);
    const total = async () => (await api.get(ZoneAnswer, `${base}/zones/entrance?${range(0, 60)}&bucket=total`)).total;
    const before = await total();
    const late = visits(31, 1);
    await feed(api.store, { ...late, late: true });
    expect(await total()).toEqual(before);
  });

  it('holds what only a part of the visits did against k, and what the others did not', async () => {
    api = await testApi(site(), T0 + 5 * HOUR_MS);
    await feed(
      api.store,
      // Too few stops; too few engaged; too few without a stop, too few not engaged; too few reaches; too few cut.
      visits(0, 20, 'shelf', { stops: 3, reaches: 1, engaged: 2 }),
      visits(60, 20, 'shelf', { stops: 17, reaches: 17, engaged: 18 }),
      visits(120, 20, 'shelf', { stops: 8, reaches: 2, engaged: 8 }),
      visits(180, 20, 'shelf', { stops: 10, reaches: 6, engaged: 10, ended: 19, censored: 1, dwellS: 190 }),
    );
    const { points, total } = await api.get(ZoneAnswer, `${base}/zones/shelf?${range(0, 240)}&bucket=hour`);
    expect(points.map((p) => p.visits)).toEqual([20, 20, 20, 20]);
    expect(points.map((p) => p.interactions)).toEqual([
      null,
      null,
      { stops: 8, reaches: null, reachShare: null },
      { stops: 10, reaches: 6, reachShare: 0.6 },
    ]);
    expect(points.map((p) => [p.ended, p.engaged, p.dwellS.mean, p.dwellS.p50 !== null])).toEqual([
      [20, null, 10, true],
      [20, null, 10, true],
      [20, 8, 10, true],
      [null, null, null, true],
    ]);
    expect(points.map((p) => p.protection)).toEqual([
      { engaged: 'suppressed', stops: 'suppressed', reaches: 'suppressed' },
      { engaged: 'suppressed', stops: 'suppressed', reaches: 'suppressed' },
      { reaches: 'suppressed' },
      { ended: 'suppressed', engaged: 'suppressed' },
    ]);
    expect(total).toMatchObject({ visits: 80, ended: 60, engaged: 8, interactions: { stops: 18, reaches: 6 } });
    const partly = { ended: 'withheld', engaged: 'withheld', stops: 'withheld', reaches: 'withheld' };
    expect(total.protection).toEqual(partly);
    // Shares are of the hours of which both are told, and not of all.
    const { zones } = await api.get(Funnel, `${base}/funnel?${range(0, 240)}`);
    expect(zones.find((it) => it.zone === 'shelf')).toMatchObject({
      ...{ engaged: 8, engagedShare: 0.4, stops: 18, stopShare: 0.45, reaches: 6 },
      protection: partly,
    });
  });

  it('makes quantiles of groups of k or more, hour by hour', async () => {
    api = await testApi(site(), T0 + 2 * HOUR_MS);
    const bins = [0, 0, 7, 1, 2, 0, 3, 0, 0, 0, 1, 0];
    await feed(api.store, visits(0, 14, 'entrance', { dwellHistogram: bins }));
    const { points } = await api.get(ZoneAnswer, `${base}/zones/entrance?${range(0, 60)}&bucket=hour`);
    expect(points[0].dwellHistogram).toEqual([0, 0, 7, 4, 2, 1, 0, 0, 0, 0, 0, 0]);
    expect(points[0].dwellS.p50).toBe(5);
    const quarter = await api.get(ZoneAnswer, `${base}/zones/entrance?${range(0, 15)}&bucket=quarter`);
    expect(quarter.points[0]).toMatchObject({ visits: 14, dwellS: { mean: 10, p50: null, p90: null } });
  });
});

describe('what is about staff', () => {
  it.each([
    [40, null],
    [60, null],
    [90, 90],
  ])('publishes %i s of staff in a minute as %s: up to one at a time may be one person', async (staffS, shown) => {
    api = await testApi(site(1), T0 + 600_000);
    await feed(api.store, envelope('agg/zone', 1, zone(0, {}, { staffS, stillS: 0 })));
    expect((await api.get(Today, `${base}/today`)).leftOut.staffS).toBe(shown);
  });

  it.each([
    [SHOP_ZONES, null],
    [`${SHOP_ZONES}\n  - { id: till-2, floor: "0", kind: till, polygon: [[6, 2], [8, 2], [8, 4], [6, 4]] }`, 9],
  ])('publishes service of a queue with two tills, and not with one', async (zones, services) => {
    api = await testApi(testSite({ k: 1, zones }), T0 + 600_000);
    await feed(api.store, envelope('agg/queue', 1, queue(0, { services: 9, serviceS: 90 })));
    expect((await api.get(Queues, `${base}/queues?${range(0, 5)}`)).queues[0].total.services).toBe(services);
  });

  it.each([1, 5])('has no figure of a till or a staff zone, k = %i', async (k) => {
    api = await testApi(site(k), T0 + 2 * HOUR_MS);
    await feed(api.store, visits(0, 30, 'till'), visits(0, 30, 'aisle'));
    const { zones } = await api.get(ZonesAnswer, `${base}/zones?${range(0, 60)}`);
    const of = (id: string) => zones.find((it) => it.zone === id);
    expect(of('till')).toMatchObject({ visits: null, dwellS: { mean: null }, personS: null, suppressed: true });
    expect(of('aisle')).toMatchObject({ visits: 30 });
    const series = await api.get(ZoneAnswer, `${base}/zones/till?${range(0, 60)}&bucket=quarter`);
    expect(series).toMatchObject({ points: [], total: { visits: null, suppressed: true } });
  });

  it('hides lines of staff always, and lines inside the store below k', async () => {
    const shop = site();
    const line = { ...shop.site.lines[0] };
    shop.site.lines.push({ ...line, id: 'back', role: 'staff' }, { ...line, id: 'arch', role: 'internal' });
    api = await testApi(shop, T0 + 2 * HOUR_MS);
    const lines = ['door', 'back', 'arch'].map((id) => traffic(1, { in: 2, out: 1, line: id }).lines[0]);
    await feed(api.store, envelope('agg/traffic', 1, { ...traffic(1, { in: 2, out: 1 }), lines }));
    const { points } = await api.get(Traffic, `${base}/traffic?${range(0, 60)}&bucket=hour`);
    expect(points.map((p) => [p.line, p.in, p.suppressed ?? false])).toEqual([
      ['door', 2, false],
      ['back', null, true],
      ['arch', null, true],
    ]);
  });
});

it('tells who came in as it is, and who came together from k on', async () => {
  api = await testApi(site(), T0 + 5 * HOUR_MS);
  const came = (minute: number, n: number, unitsIn: number) =>
    envelope('agg/traffic', ++seq, traffic(minute, { in: n, out: 0, unitsIn, unitsOut: 0 }));
  await feed(api.store, came(0, 20, 9), came(60, 20, 3), came(120, 20, 18), came(180, 20, 20));
  const of = async (bucket: string) =>
    (await api.get(Traffic, `${base}/traffic?${range(0, 240)}&bucket=${bucket}`)).points;
  const hours = await of('hour');
  expect(hours.map((p) => [p.in, p.units?.in ?? null, p.protection?.unitsIn])).toEqual([
    [20, 9, undefined],
    [20, null, 'suppressed'],
    [20, null, 'suppressed'],
    // That all of them came alone would be known of each.
    [20, null, 'suppressed'],
  ]);
  expect(await of('total')).toMatchObject([{ in: 80, units: { in: 9, out: 0 }, protection: { unitsIn: 'withheld' } }]);
  expect((await of('minute'))[0]).toMatchObject({ in: 20, units: null });
  const today = await api.get(Today, `${base}/today`);
  // What sales are held against: nine of twenty in the hour that tells, and as many of each in the others.
  const { points } = await api.get(SalesAnswer, `${base}/sales?${range(0, 120)}&bucket=hour`);
  expect(points.map((p) => [p.entries, p.units])).toEqual([
    [20, 9],
    [20, 9],
  ]);
  expect(today).toMatchObject({
    units: { in: 9 },
    entries: { value: 80 },
    protection: { unitsIn: 'withheld', unitsOut: 'suppressed' },
  });
});

it('publishes the length of a queue as it is, and who waited from k on', async () => {
  api = await testApi(site(), T0 + 3 * HOUR_MS);
  const waits = (minute: number, n: number) =>
    envelope('agg/queue', ++seq, queue(minute, { visits: n, served: n, lengthS: 120, lengthMax: 3, waitS: 60 * n }));
  await feed(api.store, waits(0, 2), waits(60, 9), visits(0, 2, 'queue'), visits(60, 9, 'queue'));
  const hours = await api.get(Queues, `${base}/queues?${range(0, 120)}&bucket=hour`);
  expect(hours.queues[0].points.map((p) => [p.length.max, p.joined, p.waits.served, p.suppressed ?? false])).toEqual([
    [3, null, null, true],
    [3, 9, 9, false],
  ]);
  const minutes = await api.get(Queues, `${base}/queues?${range(60, 61)}&bucket=minute`);
  expect(minutes.queues[0].points).toMatchObject([{ length: { max: 3 }, joined: null, suppressed: true }]);
});

it('tells how waits ended where none of the ways is small, and how long they were all the same', async () => {
  api = await testApi(site(), T0 + 3 * HOUR_MS);
  const bins = (bin: number, n: number) => Array.from({ length: 12 }, (_, i) => (i === bin ? n : 0));
  const waits = (minute: number, served: number, abandoned: number) => {
    const more = { visits: served + abandoned, served, abandoned, waitS: 60 * served };
    const histograms = { waitHistogram: bins(7, served), censoredHistogram: bins(5, abandoned) };
    return envelope('agg/queue', ++seq, queue(minute, { ...more, ...histograms }));
  };
  await feed(api.store, waits(0, 20, 2), waits(60, 20, 6), visits(0, 22, 'queue'), visits(60, 26, 'queue'));
  const { queues } = await api.get(Queues, `${base}/queues?${range(0, 120)}&bucket=hour`);
  const [few, enough] = queues[0].points;
  const none = { served: null, abandoned: null, cut: null };
  expect(few).toMatchObject({ joined: 22, waits: none, abandonmentShare: null, protection: { waits: 'suppressed' } });
  expect(few.waitS.mean).toBeNull();
  expect(few.waitS.p50).toBeGreaterThan(50);
  expect(enough).toMatchObject({ joined: 26, waits: { served: 20, abandoned: 6 }, waitS: { mean: 60 } });
  expect(queues[0].total).toMatchObject({ joined: 48, waits: { served: 20 }, protection: { waits: 'withheld' } });
});

it('tells live how many there are, and with k above 1 not where', () => {
  const event = { event: 'live' as const, data: { store: STORE, node: NODE, ...liveMessage() } };
  const seen = publishedLive(event, site(5).site);
  expect(seen).toMatchObject({ data: { people: 4, zones: [] } });
  expect(publishedLive(event, site(1).site)).toEqual(event);
});
