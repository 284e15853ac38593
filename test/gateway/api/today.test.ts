import { DateTime } from 'luxon';
import { afterEach, describe, expect, it } from 'vitest';
import { Today } from '../../../models/contract/api/today.ts';
import { instant } from '../../../models/contract/ids.ts';
import type { LoadedSite } from '../../../models/host/site-file.ts';
import { incoming, type TestApi, testApi } from '../../support/api.ts';
import { testSite } from '../../support/gateway.ts';
import { envelope, STORE, T0, traffic } from '../../support/messages.ts';

const MINUTE = 60_000;
const HOURS = { 'mon-fri': '08:00-20:00' };
let api: TestApi;
let seq = 0;
afterEach(() => api.close());

const open = (timeZone = 'Europe/Berlin', hours: Record<string, string> | undefined = HOURS): LoadedSite => {
  const loaded = testSite({ timeZone });
  return { ...loaded, site: { ...loaded.site, hours } };
};
const today = () => api.get(Today, `/api/v1/stores/${STORE}/today`);

/** Every minute of a stretch of the store's clock with the same count. */
async function minutes(date: string, from: string, to: string, count: number, timeZone = 'Europe/Berlin') {
  const at = (time: string) => DateTime.fromISO(`${date}T${time}`, { zone: timeZone }).toMillis();
  const messages = [];
  for (let tMs = at(from); tMs < at(to); tMs += MINUTE) {
    messages.push(incoming(envelope('agg/traffic', ++seq, traffic((tMs - T0) / MINUTE, { in: count, out: 0 }))));
  }
  await api.store.accept({ messages, refusals: [], contiguous: [] });
}

async function tell(kind: string, rows: object[]) {
  const headers = await api.as('planner');
  const url = `/api/v1/stores/${STORE}/${kind}`;
  const response = await api.app.inject({ method: 'POST', url, headers: { ...headers }, payload: { rows } });
  expect(response.json()).toMatchObject({ accepted: rows.length });
}
async function note(from: string, to: string, effect: string) {
  const headers = await api.as('manager');
  const payload = { from, to, kind: 'drill', text: 'fire drill', effect };
  const response = await api.app.inject({
    method: 'POST',
    url: `/api/v1/stores/${STORE}/notes`,
    headers: { ...headers },
    payload,
  });
  expect(response.statusCode).toBe(200);
}

describe('today against its comparable days', () => {
  it('takes the median of the last four of its weekday that were seen and are not excluded, up to the same time', async () => {
    // A Thursday, 11:00 in Berlin; the clock was put forward and back between none of these days.
    api = await testApi(open(), T0 + 60 * MINUTE);
    await minutes('2026-10-01', '08:00', '11:00', 5);
    await minutes('2026-09-24', '08:00', '12:00', 1);
    await minutes('2026-09-17', '08:00', '12:00', 4);
    // Half of the opening time was not seen; the rest of the day would not help.
    await minutes('2026-09-10', '09:30', '20:00', 50);
    await minutes('2026-09-03', '08:00', '12:00', 90);
    await minutes('2026-08-27', '08:00', '12:00', 80);
    await minutes('2026-08-20', '08:00', '11:00', 2);
    await minutes('2026-08-13', '08:00', '11:00', 3);
    await tell('holidays', [{ date: '2026-09-03', name: 'Harvest' }]);
    await note('2026-08-27T09:00:00Z', '2026-08-27T09:05:00Z', 'baselines');
    const { comparison, entries } = await today();
    expect(entries.value).toBe(900);
    const of = (date: string, count: number) => ({ date, entries: count * 180, coverage: 1 });
    const days = [of('2026-09-24', 1), of('2026-09-17', 4), of('2026-08-20', 2), of('2026-08-13', 3)];
    expect(comparison).toEqual({ date: '2026-09-24', by: 'weekday', entries: 450, coverage: 1, days });
  });

  it('holds a holiday against the same one of other years', async () => {
    api = await testApi(open(), T0 + 60 * MINUTE);
    await minutes('2026-09-24', '08:00', '11:00', 1);
    await minutes('2025-10-02', '08:00', '12:00', 7);
    await tell('holidays', [
      { date: '2026-10-01', name: 'Harvest' },
      { date: '2025-10-02', name: 'Harvest' },
    ]);
    expect((await today()).comparison).toMatchObject({ by: 'holiday', entries: 7 * 180, date: '2025-10-02' });
  });

  it('leaves out minutes that a note takes from the figures, and a day that has too few left', async () => {
    api = await testApi(open(), T0 + 60 * MINUTE);
    await minutes('2026-09-24', '08:00', '11:00', 1);
    await note('2026-09-24T06:00:00Z', '2026-09-24T08:00:00Z', 'figures');
    expect((await today()).comparison).toBeNull();
  });

  it.each([
    ['Australia/Lord_Howe', '2026-10-04', '2026-09-27'],
    ['Australia/Lord_Howe', '2026-04-05', '2026-03-29'],
    ['America/New_York', '2026-03-08', '2026-03-01'],
    ['America/New_York', '2026-11-01', '2026-10-25'],
  ])('goes by the clock on the wall: in %s on %s', async (timeZone, date, before) => {
    const now = DateTime.fromISO(`${date}T12:00`, { zone: timeZone }).toMillis();
    api = await testApi(open(timeZone, { 'mon-sun': '10:00-20:00' }), now);
    await minutes(before, '10:00', '14:00', 1, timeZone);
    await minutes(date, '10:00', '12:00', 2, timeZone);
    const { comparison, entries, from } = await today();
    expect(entries.value).toBe(240);
    expect(comparison).toMatchObject({ date: before, entries: 120, coverage: 1 });
    expect(from).toBe(instant(DateTime.fromISO(`${date}T00:00`, { zone: timeZone }).toMillis()));
    // The whole day, at its last minute.
    api.time.nowMs = DateTime.fromISO(`${date}T23:59:30`, { zone: timeZone }).toMillis();
    await minutes(before, '14:00', '20:00', 1, timeZone);
    expect((await today()).comparison).toMatchObject({ entries: 600, coverage: 1 });
  });
});

it('sets targets beside what the day has reached', async () => {
  api = await testApi(open(), T0 + 60 * MINUTE);
  await minutes('2026-10-01', '08:00', '11:00', 5);
  await tell('targets', [
    { metric: 'entries', date: '2026-10-01', value: 2000 },
    // Thursday to Sunday, of which two days are open.
    { metric: 'net', from: '2026-10-01', to: '2026-10-04', value: 5000, per: 'range' },
    { metric: 'conversion', from: '2026-09-01', to: '2026-09-30', value: 0.3 },
  ]);
  expect((await today()).targets).toEqual([
    { metric: 'entries', value: 2000, actual: 900 },
    { metric: 'net', value: 2500, actual: null },
  ]);
});
