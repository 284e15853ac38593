import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Traffic } from '../../../models/contract/api/traffic.ts';
import { NoteHistory, Notes } from '../../../models/contract/notes.ts';
import { feed, type TestApi, testApi } from '../../support/api.ts';
import { testSite } from '../../support/gateway.ts';
import { envelope, STORE, T0, traffic } from '../../support/messages.ts';

let api: TestApi;
beforeAll(async () => {
  api = await testApi();
  for (let minute = 0; minute < 30; minute++) {
    await feed(api.store, envelope('agg/traffic', minute + 1, traffic(minute, { in: 1, out: 0 })));
  }
});
afterAll(() => api.close());

const at = (minute: number) => new Date(T0 + minute * 60_000).toISOString();
const base = `/api/v1/stores/${STORE}`;
const blocked = { from: at(10), to: at(20), kind: 'blocked', text: 'a box stood before it', effect: 'figures' };

describe('notes on the day', () => {
  it('restate the figures, say who did it, and can be taken back', async () => {
    const headers = { ...(await api.as('manager')) };
    const entries = async () =>
      (await api.get(Traffic, `${base}/traffic?from=${at(0)}&to=${at(30)}&bucket=total`)).points[0];
    expect(await entries()).toMatchObject({ in: 30, coverage: 1 });
    const added = await api.app.inject({ method: 'POST', url: `${base}/notes`, headers, payload: blocked });
    expect(added.statusCode, added.body).toBe(200);
    const { id, by } = added.json();
    expect(by).not.toBe('');
    expect((await entries()).in).toBe(20);
    expect((await entries()).coverage).toBeCloseTo(2 / 3);
    const patch = { method: 'PATCH', url: `${base}/notes/${id}`, headers, payload: { to: at(15) } } as const;
    expect((await api.app.inject(patch)).statusCode).toBe(200);
    expect((await entries()).in).toBe(25);
    expect((await api.get(Notes, `${base}/notes`)).notes).toMatchObject([{ id, revision: 2, to: at(15) }]);
    expect((await api.app.inject({ method: 'DELETE', url: `${base}/notes/${id}`, headers })).statusCode).toBe(200);
    expect((await entries()).in).toBe(30);
    const { revisions } = await api.get(NoteHistory, `${base}/notes/${id}/history`);
    expect(revisions.map((it) => [it.revision, it.withdrawn])).toEqual([
      [1, false],
      [2, false],
      [3, true],
    ]);
  });

  it.each([
    ['turned around', { ...blocked, from: at(20), to: at(10) }, 400, /not before/],
    ['of a year', { ...blocked, from: '2025-10-01T00:00:00Z' }, 400, /62 days/],
    ['of no kind', { ...blocked, kind: 'holiday' }, 400, /must be one of/],
    ['without a word', { ...blocked, text: ' ' }, 400, /pattern/],
  ])('%s are refused', async (_, payload, status, reason) => {
    const answer = await api.app.inject({
      method: 'POST',
      url: `${base}/notes`,
      headers: { ...(await api.as('manager')) },
      payload,
    });
    expect(answer.statusCode).toBe(status);
    expect(answer.body).toMatch(reason);
  });

  it('are not for those who only look', async () => {
    const viewer = { ...(await api.as('viewer')) };
    const answer = await api.app.inject({ method: 'POST', url: `${base}/notes`, headers: viewer, payload: blocked });
    expect(answer.statusCode).toBe(403);
  });

  it('that are not there are not found', async () => {
    const headers = { ...(await api.as('manager')) };
    const answer = await api.app.inject({ method: 'DELETE', url: `${base}/notes/none`, headers });
    expect(answer.statusCode).toBe(404);
    await api.problem(404, `${base}/notes/none/history`);
  });
});

it('a note blanks out its whole hours, for whoever asks for a part of them too, where k is above 1', async () => {
  const five = await testApi(testSite({ k: 5 }));
  for (let minute = 0; minute < 15; minute++) {
    await feed(five.store, envelope('agg/traffic', minute + 1, traffic(minute, { in: 1, out: 0 })));
  }
  const read = async (from: number, to: number) =>
    (await five.get(Traffic, `${base}/traffic?from=${at(from)}&to=${at(to)}&bucket=total`)).points[0].in;
  expect([await read(0, 15), await read(0, 60)]).toEqual([15, 15]);
  await five.app.inject({
    ...{ method: 'POST', url: `${base}/notes`, headers: { ...(await five.as('manager')) } },
    payload: { ...blocked, from: at(40), to: at(50) },
  });
  expect([await read(0, 15), await read(0, 60)]).toEqual([null, null]);
  await five.close();
});
