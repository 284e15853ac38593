import { describe, expect, it } from 'vitest';
import { Today } from '../../../models/contract/api/today.ts';
import { ZoneAnswer, ZonesAnswer } from '../../../models/contract/api/zones.ts';
import { Funnel } from '../../../models/contract/funnel.ts';
import { instant } from '../../../models/contract/ids.ts';
import { feed } from '../../support/api.ts';
import { T0 } from '../../support/messages.ts';
import { api, base, HOUR_MS, openApi, range, site, visits } from './privacy-kit.ts';

describe('zones with k = 5', () => {
  const hour = [visits(0, 9), visits(20, 3), visits(31, 6), visits(50, 8)];

  it('hides a small quarter and its half hour, and has the hour exact', async () => {
    await openApi(site(), T0 + 2 * HOUR_MS);
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
    await openApi(site(), T0 + 2 * HOUR_MS);
    await feed(api.store, ...hour);
    const answer = await api.get(ZoneAnswer, `${base}/zones/entrance?${range(31, 32)}&bucket=minute`);
    expect(answer).toMatchObject({ from: instant(T0 + 1_800_000), to: instant(T0 + 2_700_000), bucket: 'quarter' });
    expect(answer.points.map((p) => p.visits)).toEqual([6]);
    const all = await api.get(ZonesAnswer, `${base}/zones?${range(3, 58)}`);
    expect(all).toMatchObject({ from: instant(T0), to: instant(T0 + HOUR_MS) });
    expect(all.zones[0]).toMatchObject({ zone: 'entrance', visits: 26 });
  });

  it('publishes an hour when it is over, and not before', async () => {
    await openApi(site(), T0 + HOUR_MS);
    await feed(api.store, ...hour);
    const one = async () => (await api.get(Today, `${base}/today`)).zones[0];
    expect(await one()).toMatchObject({ visits: null, suppressed: true });
    api.time.nowMs += 120_000;
    expect(await one()).toMatchObject({ visits: 26 });
  });

  it('has a small hour in no figure but that of a day in which it is not alone', async () => {
    await openApi(site(), T0 + 30 * HOUR_MS);
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
    await openApi(site(), T0 + 2 * HOUR_MS);
    await feed(api.store, ...hour);
    const total = async () => (await api.get(ZoneAnswer, `${base}/zones/entrance?${range(0, 60)}&bucket=total`)).total;
    const before = await total();
    const late = visits(31, 1);
    await feed(api.store, { ...late, late: true });
    expect(await total()).toEqual(before);
  });

  it('holds what only a part of the visits did against k, and what the others did not', async () => {
    await openApi(site(), T0 + 5 * HOUR_MS);
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
    await openApi(site(), T0 + 2 * HOUR_MS);
    const bins = [0, 0, 7, 1, 2, 0, 3, 0, 0, 0, 1, 0];
    await feed(api.store, visits(0, 14, 'entrance', { dwellHistogram: bins }));
    const { points } = await api.get(ZoneAnswer, `${base}/zones/entrance?${range(0, 60)}&bucket=hour`);
    expect(points[0].dwellHistogram).toEqual([0, 0, 7, 4, 2, 1, 0, 0, 0, 0, 0, 0]);
    expect(points[0].dwellS.p50).toBe(5);
    const quarter = await api.get(ZoneAnswer, `${base}/zones/entrance?${range(0, 15)}&bucket=quarter`);
    expect(quarter.points[0]).toMatchObject({ visits: 14, dwellS: { mean: 10, p50: null, p90: null } });
  });
});
