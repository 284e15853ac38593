import { describe, expect, it } from 'vitest';
import { publishedLive } from '../../../gateway/privacy/live.ts';
import { Queues } from '../../../models/contract/api/queues.ts';
import { Today } from '../../../models/contract/api/today.ts';
import { Traffic } from '../../../models/contract/api/traffic.ts';
import { ZoneAnswer, ZonesAnswer } from '../../../models/contract/api/zones.ts';
import { SalesAnswer } from '../../../models/contract/sales.ts';
import { feed } from '../../support/api.ts';
import { SHOP_ZONES, testSite } from '../../support/gateway.ts';
import { envelope, liveMessage, NODE, queue, STORE, T0, traffic, zone } from '../../support/messages.ts';
import { api, base, HOUR_MS, nextSeq, openApi, range, site, visits } from './privacy-kit.ts';

describe('what is about staff', () => {
  it.each([
    [40, null],
    [60, null],
    [90, 90],
  ])('publishes %i s of staff in a minute as %s: up to one at a time may be one person', async (staffS, shown) => {
    await openApi(site(1), T0 + 600_000);
    await feed(api.store, envelope('agg/zone', 1, zone(0, {}, { staffS, stillS: 0 })));
    expect((await api.get(Today, `${base}/today`)).leftOut.staffS).toBe(shown);
  });

  it.each([
    [SHOP_ZONES, null],
    [`${SHOP_ZONES}\n  - { id: till-2, floor: "0", kind: till, polygon: [[6, 2], [8, 2], [8, 4], [6, 4]] }`, 9],
  ])('publishes service of a queue with two tills, and not with one', async (zones, services) => {
    await openApi(testSite({ k: 1, zones }), T0 + 600_000);
    await feed(api.store, envelope('agg/queue', 1, queue(0, { services: 9, serviceS: 90 })));
    expect((await api.get(Queues, `${base}/queues?${range(0, 5)}`)).queues[0].total.services).toBe(services);
  });

  it.each([1, 5])('has no figure of a till or a staff zone, k = %i', async (k) => {
    await openApi(site(k), T0 + 2 * HOUR_MS);
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
    await openApi(shop, T0 + 2 * HOUR_MS);
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
  await openApi(site(), T0 + 5 * HOUR_MS);
  const came = (minute: number, n: number, unitsIn: number) =>
    envelope('agg/traffic', nextSeq(), traffic(minute, { in: n, out: 0, unitsIn, unitsOut: 0 }));
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
  await openApi(site(), T0 + 3 * HOUR_MS);
  const waits = (minute: number, n: number) =>
    envelope(
      'agg/queue',
      nextSeq(),
      queue(minute, { visits: n, served: n, lengthS: 120, lengthMax: 3, waitS: 60 * n }),
    );
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
  await openApi(site(), T0 + 3 * HOUR_MS);
  const bins = (bin: number, n: number) => Array.from({ length: 12 }, (_, i) => (i === bin ? n : 0));
  const waits = (minute: number, served: number, abandoned: number) => {
    const more = { visits: served + abandoned, served, abandoned, waitS: 60 * served };
    const histograms = { waitHistogram: bins(7, served), censoredHistogram: bins(5, abandoned) };
    return envelope('agg/queue', nextSeq(), queue(minute, { ...more, ...histograms }));
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
