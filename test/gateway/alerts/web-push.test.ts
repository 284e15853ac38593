import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes, verify } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { createPushKeys, encryptPush, MAX_PUSH_BYTES } from '../../../gateway/alerts/web-push.ts';
import { STORE, T0 } from '../../support/messages.ts';
import { closeAll, office, put, receiver, states } from '../../support/outbox-office.ts';

afterEach(closeAll);

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

  it('tells the others once, though one browser must be tried again and another has keys that are none', async () => {
    const [good, flaky] = [await receiver(), await receiver(503)];
    const api = await office(
      'channels: [{ id: push, kind: push, subject: "mailto:it@shop.example", allow: [127.0.0.1] }]',
    );
    const none = { p256dh: Buffer.alloc(65, 4).toString('base64url'), auth: randomBytes(16).toString('base64url') };
    for (const [endpoint, keys] of [
      [`${good.url}/none`, none],
      [flaky.url, browser().keys],
      [good.url, browser().keys],
    ] as const) {
      await api.db
        .insertInto('push_subscription')
        .values({ endpoint, ...keys, store: STORE, created: T0 })
        .execute();
    }
    await put(api, 'push', 'a1');
    await api.alerts.deliverer.run();
    expect(await states(api)).toMatchObject([{ state: 'waiting', attempts: 1 }]);
    api.time.nowMs += 5000;
    await api.alerts.deliverer.run();
    expect(await states(api)).toMatchObject([{ state: 'sent', attempts: 2 }]);
    expect([good.got.length, flaky.got.length]).toEqual([1, 2]);
    expect(await api.db.selectFrom('push_subscription').selectAll().execute()).toHaveLength(2);
  });

  it('makes keys of 65 and 32 bytes', () => {
    const { publicKey, privateKey } = createPushKeys();
    expect([publicKey, privateKey].map((key) => Buffer.from(key, 'base64url').length)).toEqual([65, 32]);
  });
});
