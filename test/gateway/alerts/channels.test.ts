import { createDecipheriv, createECDH, createHmac, createPublicKey, hkdfSync, randomBytes, verify } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import mqttClient from 'mqtt';
import { SMTPServer } from 'smtp-server';
import { afterEach, describe, expect, it } from 'vitest';
import { allowFault, guardedPost } from '../../../gateway/alerts/guarded-post.ts';
import { openOffice } from '../../../gateway/alerts/office.ts';
import { type Payload, putDeliveries, takeDelivery } from '../../../gateway/alerts/outbox.ts';
import { createPushKeys, encryptPush, MAX_PUSH_BYTES } from '../../../gateway/alerts/web-push.ts';
import { startBroker } from '../../../gateway/broker.ts';
import { AlertChannels, AlertNotice } from '../../../models/contract/alerts.ts';
import type { GatewayConfig } from '../../../models/contract/gateway-config.ts';
import { parseGatewayConfig } from '../../../models/contract/gateway-config-parse.ts';
import { check } from '../../../models/contract/parse.ts';
import { type TestApi, testApi } from '../../support/api.ts';
import { eventually, silent } from '../../support/gateway.ts';
import { STORE, T0 } from '../../support/messages.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const config = (text: string): GatewayConfig => {
  const parsed = parseGatewayConfig(text);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.config;
};

const payload = (id: string, change: 'opened' | 'closed' = 'opened'): Payload => ({
  kind: 'alert',
  notice: {
    ...{ specversion: '1.0', id: `${id}/${change}`, source: `aisle/1/${STORE}/gateway`, type: 'aisle.event.alert' },
    time: new Date(T0).toISOString(),
    data: {
      change,
      alert: {
        ...{ id, store: STORE, rule: 'r', source: 'queue-length', subject: 'queue', text: 'Eight <b> wait.' },
        ...{ department: 'checkout', severity: 'warning', status: 'open', value: 8, threshold: 5, moneyPerHour: 0 },
        ...{ opened: new Date(T0).toISOString(), over: null, returns: 0, claimedBy: null, escalated: null },
      },
    },
  },
});

/** A gateway's outbox with these channels, and its clock. */
async function office(text: string, now = T0): Promise<TestApi> {
  const api = await testApi(undefined, now, { config: config(text) });
  closing.push(() => api.close());
  return api;
}
const put = (api: TestApi, channel: string, id: string, change: 'opened' | 'closed' = 'opened') =>
  putDeliveries(
    api.db,
    [{ idempotency: `${id}/${change}/${channel}`, channel, sequence: id, payload: payload(id, change) }],
    api.time.nowMs,
  );
const states = (api: TestApi) =>
  api.db.selectFrom('delivery').select(['idempotency', 'state', 'attempts', 'error']).orderBy('id').execute();

interface Got {
  url: string;
  headers: IncomingMessage['headers'];
  body: Buffer;
}
/** A receiver that answers these statuses one after the other, then 204. */
async function receiver(...statuses: number[]): Promise<{ url: string; got: Got[]; server: Server }> {
  const got: Got[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      got.push({ url: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks) });
      const status = statuses.shift() ?? 204;
      response.writeHead(status, status >= 300 && status < 400 ? { location: '/elsewhere' } : {}).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, got, server };
}

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

describe('e-mail', () => {
  it('reaches a real server with its sign-in, its texts and what hangs on it', async () => {
    const mails: string[] = [];
    const signedIn: string[] = [];
    const server = new SMTPServer({
      authOptional: false,
      allowInsecureAuth: true,
      disabledCommands: ['STARTTLS'],
      onAuth({ username, password }, _, callback) {
        signedIn.push(`${username}:${password}`);
        callback(null, { user: username });
      },
      onData(stream, _, callback) {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          mails.push(Buffer.concat(chunks).toString());
          callback();
        });
      },
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
    closing.push(() => new Promise<void>((resolve) => server.close(() => resolve())));
    const { port } = server.server.address() as AddressInfo;
    const api = await office(`
mail: { host: 127.0.0.1, port: ${port}, security: none, user: aisle, password: "p4ss", from: "Aisle <aisle@shop.example>" }
channels: [{ id: post, kind: email, to: [manager@shop.example, deputy@shop.example] }]`);
    await put(api, 'post', 'a1');
    const mail = {
      ...{ subject: 'Ünïcode', text: 'Text', html: '<p>Text</p>' },
      attachments: [{ name: 'day.csv', contentType: 'text/csv', content: 'a,b\r\n1,2\r\n' }],
    };
    const report = { kind: 'report' as const, store: STORE, mail };
    await putDeliveries(api.db, [{ idempotency: 'r', channel: 'post', sequence: 'r', payload: report }], T0);
    await api.alerts.deliverer.run();
    expect(signedIn[0]).toBe('aisle:p4ss');
    expect(await states(api)).toMatchObject([{ state: 'sent' }, { state: 'sent' }]);
    const [alert, day] = [mails.find((it) => it.includes('wait')), mails.find((it) => it.includes('day.csv'))];
    expect(alert).toContain('Subject: New: Eight <b> wait. (demo)');
    expect(alert).toContain('To: manager@shop.example, deputy@shop.example');
    expect(alert).toMatch(/Message-ID: <[0-9a-f]{32}@shop\.example>/i);
    expect(alert).toContain('&#60;b&#62;');
    expect(Buffer.from(/day\.csv[\s\S]*?\r\n\r\n([A-Za-z0-9+/=\r\n]+)\r\n--/.exec(day!)![1], 'base64').toString()).toBe(
      'a,b\r\n1,2\r\n',
    );
  });

  it('that the server refuses for good is given up; one that cannot be reached is tried again', async () => {
    const server = new SMTPServer({
      authOptional: true,
      onRcptTo: (_, __, callback) => callback(Object.assign(new Error('no such person'), { responseCode: 550 })),
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
    const { port } = server.server.address() as AddressInfo;
    const api = await office(`
mail: { host: 127.0.0.1, port: ${port}, security: none, from: "aisle@shop.example" }
channels: [{ id: post, kind: email, to: [manager@shop.example] }]`);
    await put(api, 'post', 'a1');
    await api.alerts.deliverer.run();
    expect(await states(api)).toMatchObject([{ state: 'dead', error: expect.stringContaining('no such person') }]);
    await new Promise<void>((resolve) => server.close(() => resolve()));
    await put(api, 'post', 'a2');
    await api.alerts.deliverer.run();
    expect((await states(api))[1]).toMatchObject({ state: 'waiting', attempts: 1 });
  });
});

/** A browser: its keys, and how it reads a message (RFC 8291, section 3). */
function browser() {
  const ecdh = createECDH('prime256v1');
  const p256dh = ecdh.generateKeys();
  const auth = randomBytes(16);
  return {
    keys: { p256dh: p256dh.toString('base64url'), auth: auth.toString('base64url') },
    read(body: Buffer): string {
      const [salt, keyBytes] = [body.subarray(0, 16), body[20]];
      const sender = body.subarray(21, 21 + keyBytes);
      const sealed = body.subarray(21 + keyBytes);
      const info = Buffer.concat([Buffer.from('WebPush: info\0'), p256dh, sender]);
      const ikm = Buffer.from(hkdfSync('sha256', ecdh.computeSecret(sender), auth, info, 32));
      const key = Buffer.from(hkdfSync('sha256', ikm, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16));
      const nonce = Buffer.from(hkdfSync('sha256', ikm, salt, Buffer.from('Content-Encoding: nonce\0'), 12));
      const open = createDecipheriv('aes-128-gcm', key, nonce);
      open.setAuthTag(sealed.subarray(-16));
      const plain = Buffer.concat([open.update(sealed.subarray(0, -16)), open.final()]);
      expect(plain.at(-1)).toBe(2);
      return plain.subarray(0, -1).toString();
    },
  };
}

describe('web push', () => {
  it('gives the example of RFC 8291, appendix A', () => {
    const body = encryptPush(
      Buffer.from('When I grow up, I want to be a watermelon'),
      {
        endpoint: 'https://push.example.net/x',
        keys: {
          p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
          auth: 'BTBZMqHH6r4Tts7J_aSIgg',
        },
      },
      {
        salt: Buffer.from('DGv6ra1nlYgDCS1FRnbzlw', 'base64url'),
        ephemeral: Buffer.from('yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw', 'base64url'),
      },
    );
    expect(body.toString('base64url')).toBe(
      'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN',
    );
  });

  it('holds what fits into one record, and no more', () => {
    const { keys, read } = browser();
    const most = 'x'.repeat(MAX_PUSH_BYTES);
    expect(read(encryptPush(Buffer.from(most), { endpoint: 'https://x', keys }))).toBe(most);
    expect(() => encryptPush(Buffer.from(`${most}x`), { endpoint: 'https://x', keys })).toThrow(RangeError);
  });

  it('reaches every browser of the store, proves who sends, and forgets a browser that is gone', async () => {
    const [one, gone] = [await receiver(), await receiver(410)];
    const api = await office(
      'channels: [{ id: push, kind: push, subject: "mailto:it@shop.example", allow: [127.0.0.1] }]',
    );
    const [a, b] = [browser(), browser()];
    const headers = await api.as('manager');
    const subscribe = (payload_: object) =>
      api.app.inject({ method: 'POST', url: `/api/v1/stores/${STORE}/push`, payload: payload_, headers });
    for (const [endpoint, { keys }] of [
      [one.url, a],
      [gone.url, b],
    ] as const) {
      expect((await subscribe({ endpoint, keys })).statusCode).toBe(200);
      expect((await subscribe({ endpoint, keys })).statusCode).toBe(200);
    }
    expect((await subscribe({ endpoint: one.url, keys: { p256dh: 'short', auth: 'x' } })).statusCode).toBe(400);
    await put(api, 'push', 'a1');
    await api.alerts.deliverer.run();
    expect(await states(api)).toMatchObject([{ state: 'sent' }]);
    expect(one.got).toHaveLength(1);
    const [{ body, headers: sent }] = one.got;
    expect(JSON.parse(a.read(body))).toMatchObject({
      change: 'opened',
      id: 'a1',
      store: STORE,
      text: 'Eight <b> wait.',
    });
    expect(sent).toMatchObject({ 'content-encoding': 'aes128gcm', urgency: 'normal', ttl: '14400' });
    const [, token, key] = /^vapid t=([^,]+), k=(.+)$/.exec(sent.authorization!)!;
    const { publicKey } = (await api.app.inject({ url: '/api/v1/push/key', headers })).json();
    expect(key).toBe(publicKey);
    const [head, claims, signature] = token.split('.');
    const point = Buffer.from(key, 'base64url');
    const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((half) => half.toString('base64url'));
    const jwk = createPublicKey({ format: 'jwk', key: { kty: 'EC', crv: 'P-256', x, y } });
    const proof = { key: jwk, dsaEncoding: 'ieee-p1363' as const };
    expect(verify('sha256', Buffer.from(`${head}.${claims}`), proof, Buffer.from(signature, 'base64url'))).toBe(true);
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toEqual({
      ...{ aud: new URL(one.url).origin, exp: T0 / 1000 + 12 * 3600, sub: 'mailto:it@shop.example' },
    });
    const left = await api.db.selectFrom('push_subscription').select('endpoint').execute();
    expect(left).toEqual([{ endpoint: one.url }]);
    const off = {
      method: 'DELETE' as const,
      url: `/api/v1/stores/${STORE}/push`,
      payload: { endpoint: one.url },
      headers,
    };
    expect((await api.app.inject(off)).statusCode).toBe(200);
    expect(await api.db.selectFrom('push_subscription').selectAll().execute()).toEqual([]);
  });

  it('makes keys of 65 and 32 bytes', () => {
    const { publicKey, privateKey } = createPushKeys();
    expect([publicKey, privateKey].map((key) => Buffer.from(key, 'base64url').length)).toEqual([65, 32]);
  });
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
