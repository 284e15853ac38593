import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import {
  keyBytes,
  type PushState,
  pushStateOf,
  type Surroundings,
  subscriptionBody,
} from '../../dashboard/alerts/push.ts';
import { createPushKeys } from '../../gateway/alerts/web-push.ts';
import { HEADERS } from '../../gateway/api/security.ts';
import { PushSubscription } from '../../models/contract/alerts.ts';
import { check } from '../../models/contract/parse.ts';

describe('what stands between a browser and being told', () => {
  const fine: Surroundings = {
    ...{ secure: true, supported: true, publicKey: 'key', permission: 'granted', subscribed: true },
  };
  it.each<[Partial<Surroundings>, PushState]>([
    [{}, 'on'],
    [{ subscribed: false }, 'off'],
    [{ permission: 'default' }, 'off'],
    [{ permission: 'denied' }, 'denied'],
    [{ publicKey: null, permission: 'denied' }, 'no-channel'],
    [{ supported: false }, 'unsupported'],
    [{ secure: false, supported: false }, 'insecure'],
  ])('with %j it is %s', (change, state) => expect(pushStateOf({ ...fine, ...change })).toBe(state));
});

describe('a subscription', () => {
  const keys = { p256dh: createPushKeys().publicKey, auth: 'AAECAwQFBgcICQoLDA0ODw' };
  const endpoint = 'https://push.example/abc';
  it('is sent as the contract has it', () => {
    for (const given of [
      { endpoint, keys },
      { endpoint, keys, expirationTime: null },
      { endpoint, keys, expirationTime: 1e12 },
    ]) {
      expect(check(PushSubscription, subscriptionBody(given))).toMatchObject({ ok: true });
    }
  });
  it.each([{}, { endpoint }, { endpoint, keys: { auth: 'x' } }])('is none without its keys: %j', (given) =>
    expect(subscriptionBody(given)).toBeUndefined(),
  );
  it('is made with the key’s bytes: an uncompressed point of P-256', () => {
    const { publicKey } = createPushKeys();
    const bytes = keyBytes(publicKey);
    expect([bytes.length, bytes[0]]).toEqual([65, 4]);
    expect(Buffer.from(bytes).toString('base64url')).toBe(publicKey);
  });
});

describe('the worker', () => {
  type Listener = (event: object) => void;
  function worker(pages: string[] = []) {
    const listeners: Record<string, Listener> = {};
    const did: unknown[][] = [];
    const waits: Promise<unknown>[] = [];
    const self = {
      addEventListener: (name: string, listener: Listener) => {
        listeners[name] = listener;
      },
      registration: { showNotification: async (...args: unknown[]) => did.push(['show', ...args]) },
      clients: {
        matchAll: async () =>
          pages.map((it) => ({
            focus: async () => did.push(['focus', it]),
            navigate: async (url: string) => did.push(['navigate', url]),
          })),
        openWindow: async (url: string) => did.push(['open', url]),
      },
    };
    const source = readFileSync(new URL('../../dashboard/public/alerts-worker.js', import.meta.url), 'utf8');
    runInNewContext(source, { self });
    const waitUntil = (it: Promise<unknown>) => waits.push(it);
    return {
      async send(name: string, event: object) {
        listeners[name]({ ...event, waitUntil });
        await Promise.all(waits);
        return did;
      },
    };
  }
  const message = { key: 'k', change: 'opened', id: 'a1', store: 'demo', text: '8 people wait.', severity: 'critical' };
  const push = (text: string) => worker().send('push', { data: { text: () => text } });

  it('shows the alert’s text, one notice an alert', async () => {
    expect(await push(JSON.stringify(message))).toMatchObject([
      [
        'show',
        '8 people wait.',
        { body: 'Critical, store demo', tag: 'demo/a1', data: { url: '/?store=demo#/alerts' } },
      ],
    ]);
    expect(await push(JSON.stringify({ ...message, change: 'closed' }))).toMatchObject([
      ['show', 'Over: 8 people wait.', { silent: true, tag: 'demo/a1' }],
    ]);
  });

  it.each(['', 'no JSON', 'null', '{}', '{"text":3}'])(
    'shows that there is news where it cannot read %j',
    async (text) =>
      expect(await push(text)).toMatchObject([['show', 'Aisle has news', { data: { url: '/#/alerts' } }]]),
  );

  it('opens the page on a click, or brings the open one to the front', async () => {
    const notification = { close: () => undefined, data: { url: '/?store=demo#/alerts' } };
    expect(await worker().send('notificationclick', { notification })).toEqual([['open', '/?store=demo#/alerts']]);
    expect(await worker(['page']).send('notificationclick', { notification })).toEqual([
      ['focus', 'page'],
      ['navigate', '/?store=demo#/alerts'],
    ]);
  });

  it('may be started under the gateway’s policy', () =>
    expect(HEADERS['content-security-policy']).toContain("worker-src 'self'"));
});
