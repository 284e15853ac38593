import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import mqttClient from 'mqtt';
import { afterEach, describe, expect, it } from 'vitest';
import { allowFault, guardedPost } from '../../../gateway/alerts/guarded-post.ts';
import { openOffice } from '../../../gateway/alerts/office.ts';
import { takeDelivery } from '../../../gateway/alerts/outbox.ts';
import { startBroker } from '../../../gateway/broker.ts';
import { AlertChannels, AlertNotice } from '../../../models/contract/alerts.ts';
import { check } from '../../../models/contract/parse.ts';
import { eventually, silent } from '../../support/gateway.ts';
import { STORE, T0 } from '../../support/messages.ts';
import { closeAll, closing, config, office, put, receiver, states } from '../../support/outbox-office.ts';

afterEach(closeAll);

const HOOK = (url: string, allow = '[127.0.0.1]') =>
  `channels: [{ id: hook, kind: webhook, url: "${url}", secret: "very secret", allow: ${allow} }]`;

describe('a webhook', () => {
  it('that fails twice and then answers gets each once, signed, in order, with the same key', async () => {
    const { url, got } = await receiver(503, 500);
    const api = await office(HOOK(url));
    await put(api, 'hook', 'a1');
    await put(api, 'hook', 'a1', 'closed');
    await put(api, 'hook', 'a1');
    await api.alerts.deliverer.run();
    // The second waits for the first.
    expect(got).toHaveLength(1);
    expect(await states(api)).toMatchObject([
      { state: 'waiting', attempts: 1 },
      { state: 'waiting', attempts: 0 },
    ]);
    await api.alerts.deliverer.run();
    expect(got).toHaveLength(1);
    api.time.nowMs += 5000;
    await api.alerts.deliverer.run();
    expect(got).toHaveLength(2);
    api.time.nowMs += 30_000;
    await api.alerts.deliverer.run();
    expect(got.map(({ headers }) => headers['idempotency-key'])).toEqual([
      'a1/opened/hook',
      'a1/opened/hook',
      'a1/opened/hook',
      'a1/closed/hook',
    ]);
    expect(await states(api)).toMatchObject([{ state: 'sent', error: null }, { state: 'sent' }]);
    for (const { headers, body } of got) {
      const text = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
      const signature = createHmac('sha256', 'very secret').update(text).digest('base64');
      expect(headers['webhook-signature']).toBe(`v1,${signature}`);
      expect(check(AlertNotice, JSON.parse(body.toString()))).toMatchObject({ ok: true });
    }
    expect(got[3].headers['webhook-timestamp']).toBe(String(T0 / 1000 + 35));
  });

  it.each([400, 404, 410, 302, 307])('that answers %i is not tried again', async (status) => {
    const { url, got } = await receiver(status);
    const api = await office(HOOK(url));
    await put(api, 'hook', 'a1');
    await put(api, 'hook', 'a1', 'closed');
    await api.alerts.deliverer.run();
    const [first, second] = await states(api);
    expect(first).toMatchObject({ state: 'dead', error: expect.stringContaining(String(status)) });
    // What comes after is not held up by the dead, and no redirect was followed.
    expect(second.state).toBe('sent');
    expect(got.map((it) => it.url)).toEqual(['/hook', '/hook']);
  });

  it('that never answers well is given up, and said so without its address or secret', async () => {
    const { url } = await receiver(...Array(20).fill(500));
    const api = await office(HOOK(url));
    await put(api, 'hook', 'a1');
    for (let i = 0; i < 12; i++) {
      await api.alerts.deliverer.run();
      api.time.nowMs += 86_400_000;
    }
    expect(await states(api)).toMatchObject([{ state: 'dead', attempts: 9 }]);
    const headers = await api.as('admin');
    const response = await api.app.inject({ url: '/api/v1/alerts/channels', headers });
    expect(check(AlertChannels, response.json())).toMatchObject({ ok: true });
    expect(response.json().channels).toEqual([
      { id: 'hook', kind: 'webhook', waiting: 0, sent: 0, dead: 1, lastError: 'the receiver answered 500' },
    ]);
    expect(response.body).not.toMatch(/secret|127\.0\.0\.1/);
  });

  it('taken by a process that was killed is sent by another when the lease is over', async () => {
    const { url, got } = await receiver();
    const api = await office(HOOK(url));
    await put(api, 'hook', 'a1');
    expect(await takeDelivery(api.db, 'killed', api.time.nowMs)).toBeDefined();
    await api.alerts.deliverer.run();
    expect(got).toHaveLength(0);
    api.time.nowMs += 121_000;
    await api.alerts.deliverer.run();
    expect(got).toHaveLength(1);
    expect(await states(api)).toMatchObject([{ state: 'sent', attempts: 2 }]);
  });
});

describe('an address', () => {
  const post = (url: string, allow?: string[]) =>
    guardedPost(url, { headers: {}, body: '', allow, signal: new AbortController().signal, timeoutMs: 2000 });

  it.each([
    'https://127.0.0.1/',
    'https://10.1.2.3/',
    'https://169.254.169.254/latest',
    'https://192.168.1.1/',
    'https://[::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[fd00::1]/',
    'https://0.0.0.0/',
    'https://2130706433/',
    'https://localhost/',
  ])('%s is refused', async (url) => {
    await expect(post(url)).rejects.toMatchObject({ final: true, message: expect.stringContaining('private') });
  });

  it('over http is refused unless it is allowed', async () => {
    const { url, got } = await receiver();
    await expect(post(url)).rejects.toMatchObject({ message: expect.stringContaining('https') });
    await expect(post(url.replace('127.0.0.1', 'localhost'))).rejects.toMatchObject({ final: true });
    expect(await post(url, ['127.0.0.0/8'])).toBe(204);
    expect(got).toHaveLength(1);
  });

  it.each([
    ['10.0.0.0/8', undefined],
    ['::1', undefined],
    ['10.0.0.0/33', '10.0.0.0/33 is no'],
    ['example.org', 'example.org is no'],
    ['10.0.0.0/8/9', '10.0.0.0/8/9 is no'],
  ])('of the allow list, %s: %s', (range, fault) => {
    if (fault === undefined) expect(allowFault(range)).toBeUndefined();
    else expect(allowFault(range)).toContain(fault);
  });
});

it('a receiver that hangs keeps no other channel waiting', async () => {
  const hangs = createServer(() => undefined);
  await new Promise<void>((resolve) => hangs.listen(0, '127.0.0.1', resolve));
  const { url, got } = await receiver();
  const hook = (id: string, to: string) =>
    `{ id: ${id}, kind: webhook, url: "${to}", secret: "very secret", allow: [127.0.0.1] }`;
  const slow = `http://127.0.0.1:${(hangs.address() as AddressInfo).port}/`;
  const api = await office(`channels: [${hook('slow', slow)}, ${hook('fast', url)}]`);
  closing.push(() => hangs.close());
  for (let n = 0; n < 6; n++) await put(api, 'slow', `s${n}`);
  for (const n of [1, 2]) {
    await put(api, 'fast', `f${n}`);
    api.alerts.deliverer.start();
    // Written down as sent, which comes after the receiver has it.
    await eventually(async () => (await states(api)).filter(({ state }) => state === 'sent').length === n);
  }
  expect(got).toHaveLength(2);
  expect((await states(api)).filter(({ state, attempts }) => state === 'waiting' && attempts > 0)).toHaveLength(1);
  await api.alerts.deliverer.close();
});

it('MQTT: publishes on the gateway’s topic, not retained, and waits for a broker that is away', async () => {
  const broker = await startBroker(new URL('mqtt://127.0.0.1:0'), silent);
  closing.push(() => broker.close());
  const api = await office('{}');
  const client = mqttClient.connect(broker.url, { protocolVersion: 4 });
  closing.push(() => client.endAsync(true));
  await eventually(() => client.connected);
  const got: { topic: string; retain: boolean; text: string }[] = [];
  client.on('message', (topic, text, { retain }) => got.push({ topic, retain, text: text.toString() }));
  await client.subscribeAsync('aisle/1/+/gateway/#', { qos: 1 });
  let connected = false;
  const { db, store, board, clocks } = api;
  const { deliverer } = openOffice({
    ...{ db, store, board, clocks, sites: new Map(), holder: 'mqtt', log: silent },
    ...{ config: config('channels: [{ id: bus, kind: mqtt }]'), mqtt: () => (connected ? client : undefined) },
  });
  await put(api, 'bus', 'a1');
  await deliverer.run();
  expect(await states(api)).toMatchObject([{ state: 'waiting', error: 'the broker is not connected' }]);
  connected = true;
  api.time.nowMs += 60_000;
  await deliverer.run();
  const message = await eventually(() => got[0]);
  expect(message).toMatchObject({ topic: `aisle/1/${STORE}/gateway/event/alert`, retain: false });
  expect(check(AlertNotice, JSON.parse(message.text))).toMatchObject({ ok: true });
});
