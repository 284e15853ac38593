import { describe, expect, it } from 'vitest';
import { openOffice } from '../../../gateway/alerts/office.ts';
import { AlertRules } from '../../../models/contract/alerts.ts';
import { feed } from '../../support/api.ts';
import { silent } from '../../support/gateway.ts';
import { envelope, queue, STORE, T0 } from '../../support/messages.ts';
import { act, all, api, base, config, current, minutes, openApi, QUEUE, sent, site } from './engine-kit.ts';

describe('a queue that grows', () => {
  it('opens one alert after the window, tells the shift, closes by itself and tells whoever heard', async () => {
    await openApi(site(), T0, { config: config(QUEUE) });
    await minutes(0, [6, 7, 8]);
    const [alert] = await current();
    expect(alert).toMatchObject({ rule: 'long', subject: 'queue', status: 'open', department: 'checkout' });
    expect(alert.text).toBe('8 people wait at Queue.');
    await minutes(3, [9, 4]);
    expect((await current())[0]).toMatchObject({ value: 4, status: 'open' });
    await minutes(5, [2]);
    expect(await current()).toEqual([]);
    expect(await all()).toMatchObject([{ id: alert.id, status: 'closed', over: expect.any(String) }]);
    // Others hear of the end when it is sure to be one.
    expect(await sent()).toEqual(['floor opened']);
    await minutes(6, Array(20).fill(1));
    expect(await sent()).toEqual(['floor opened', 'floor closed']);
  });

  it('that comes and goes is one alert and one message', async () => {
    await openApi(site(), T0, { config: config(QUEUE) });
    await minutes(
      0,
      Array.from({ length: 60 }, (_, i) => (i % 6 < 4 ? 8 : 1)),
    );
    const alerts = await all();
    expect(alerts).toHaveLength(1);
    expect(alerts[0].returns).toBeGreaterThan(5);
    expect(await sent()).toEqual(['floor opened', 'region escalated']);
  });

  it('goes to the region when nobody claims it, and not when somebody does', async () => {
    await openApi(site(), T0, { config: config(QUEUE) });
    await minutes(0, Array(12).fill(8));
    expect(await sent()).toEqual(['floor opened']);
    const [alert] = await current();
    expect(await act(alert.id, 'claim')).toMatchObject({ status: 200, body: { status: 'claimed' } });
    await minutes(12, Array(20).fill(8));
    expect(await sent()).toEqual(['floor opened']);
    expect(await act(alert.id, 'release')).toMatchObject({ body: { status: 'open', claimedBy: null } });
    await minutes(32, [8, 8]);
    expect(await sent()).toEqual(['floor opened', 'region escalated']);
    expect((await current())[0].escalated).not.toBeNull();
  });

  it('is not known, and so neither over nor under, while nothing is seen', async () => {
    await openApi(site(), T0, { config: config(QUEUE) });
    await minutes(0, [8, 8, 8]);
    await minutes(3, Array(30).fill(null));
    expect(await current()).toMatchObject([{ status: 'open' }]);
  });

  it('stays as it was over a restart in the middle of everything', async () => {
    const text = config(QUEUE);
    await openApi(site(), T0, { config: text });
    const { store, board, clocks, db } = api;
    const lengths = [8, 8, 8, 8, 1, 1, 8, 8, 8, 1];
    for (const [i, length] of lengths.entries()) {
      await feed(store, envelope('agg/queue', i + 1, queue(i, { lengthS: length * 60, lengthMax: length })));
      api.time.nowMs = T0 + (i + 1) * 60_000;
      const sites = new Map([[STORE, site()]]);
      await openOffice({ db, store, board, clocks, sites, config: text, holder: `h${i}`, log: silent }).engine.tick();
    }
    expect(await all()).toMatchObject([{ returns: 1, status: 'closed' }]);
  });
});

describe('people', () => {
  it('claim, acknowledge, settle; the second who claims is told so; precision is what they said', async () => {
    await openApi(site(), T0, { config: config(QUEUE) });
    await minutes(0, [8, 8, 8]);
    const [{ id }] = await current();
    expect((await act(id, 'claim', 'viewer')).status).toBe(403);
    expect((await act(id, 'claim', 'manager')).status).toBe(200);
    expect(await act(id, 'claim', 'ops')).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('claimed') },
    });
    expect((await act(id, 'acknowledge', 'manager')).body.status).toBe('acknowledged');
    expect((await act(id, 'done', 'manager')).body.status).toBe('done');
    expect((await act(id, 'claim', 'manager')).status).toBe(409);
    expect((await act('nothing', 'claim', 'manager')).status).toBe(404);
    expect(await current()).toEqual([]);
    // Still long: that is known.
    await minutes(3, Array(30).fill(8));
    expect(await all()).toHaveLength(1);
    expect(await sent()).toEqual(['floor opened', 'floor closed']);
    await minutes(33, [...Array(16).fill(0), 8, 8, 8]);
    const [again] = await current();
    expect((await act(again.id, 'false-alarm')).body.status).toBe('false-alarm');
    const { rules } = await api.get(AlertRules, `${base}/rules`);
    expect(rules).toMatchObject([{ id: 'long', opened: 2, done: 1, falseAlarms: 1, precision: 0.5 }]);
    const trail = await api.db.selectFrom('alert_change').select(['change', 'note']).where('alert', '=', id).execute();
    expect(trail.map(({ change }) => change)).toEqual(['opened', 'claim', 'acknowledge', 'done']);
  });
});
