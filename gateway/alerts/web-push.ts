import {
  createCipheriv,
  createECDH,
  createPrivateKey,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  randomBytes,
  sign,
} from 'node:crypto';
import type { PushSubscription } from '../../models/contract/alerts.ts';
import type { PushKeys } from './channel.ts';

/** Bytes of one record, the largest that every push service takes (RFC 8291, section 4). */
const RECORD_BYTES = 4096;
const TAG_BYTES = 16;
const HEADER_BYTES = 86;
/** What fits into one record beside its header, delimiter and tag. */
export const MAX_PUSH_BYTES = RECORD_BYTES - HEADER_BYTES - TAG_BYTES - 1;

/** A fresh key pair for VAPID. */
export function createPushKeys(): PushKeys {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const { x, y, d } = privateKey.export({ format: 'jwk' });
  const point = Buffer.concat([Buffer.of(4), Buffer.from(x!, 'base64url'), Buffer.from(y!, 'base64url')]);
  return { publicKey: point.toString('base64url'), privateKey: d! };
}

/** What a test fixes; in the product both are drawn for each message. */
export interface PushDraw {
  salt: Buffer;
  /** Scalar of the sender's ephemeral key. */
  ephemeral: Buffer;
}

/**
 * Encrypts a message for one subscription: `aes128gcm` content coding (RFC 8188) with the key schedule of Web Push
 * (RFC 8291, section 3.4). Throws RangeError when it is longer than MAX_PUSH_BYTES.
 */
export function encryptPush(plain: Buffer, { keys }: PushSubscription, draw?: PushDraw): Buffer {
  if (plain.length > MAX_PUSH_BYTES) throw new RangeError(`a push message holds at most ${MAX_PUSH_BYTES} bytes`);
  const receiver = Buffer.from(keys.p256dh, 'base64url');
  const auth = Buffer.from(keys.auth, 'base64url');
  const salt = draw?.salt ?? randomBytes(16);
  const ecdh = createECDH('prime256v1');
  if (draw) ecdh.setPrivateKey(draw.ephemeral);
  else ecdh.generateKeys();
  const sender = ecdh.getPublicKey();
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), receiver, sender]);
  const secret = Buffer.from(hkdfSync('sha256', ecdh.computeSecret(receiver), auth, info, 32));
  const derive = (name: string, bytes: number) =>
    Buffer.from(hkdfSync('sha256', secret, salt, Buffer.from(`Content-Encoding: ${name}\0`), bytes));
  const cipher = createCipheriv('aes-128-gcm', derive('aes128gcm', 16), derive('nonce', 12));
  // 2 ends the last record; there is only one.
  const sealed = Buffer.concat([
    cipher.update(plain),
    cipher.update(Buffer.of(2)),
    cipher.final(),
    cipher.getAuthTag(),
  ]);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(RECORD_BYTES);
  return Buffer.concat([salt, size, Buffer.of(sender.length), sender, sealed]);
}

/** Twelve hours; a push service takes a day at most. */
const TOKEN_S = 12 * 3600;

/** The Authorization header that tells a push service who sends (VAPID, RFC 8292): a JWT signed with ES256. */
export function vapidHeader(endpoint: string, subject: string, keys: PushKeys, wallMs: number): string {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = { aud: new URL(endpoint).origin, exp: Math.trunc(wallMs / 1000) + TOKEN_S, sub: subject };
  const unsigned = `${encode({ typ: 'JWT', alg: 'ES256' })}.${encode(claims)}`;
  // JWS wants r and s side by side, not in DER (RFC 7518, section 3.4).
  const signature = sign('sha256', Buffer.from(unsigned), { key: privateKeyOf(keys), dsaEncoding: 'ieee-p1363' });
  return `vapid t=${unsigned}.${signature.toString('base64url')}, k=${keys.publicKey}`;
}

function privateKeyOf({ publicKey, privateKey }: PushKeys): KeyObject {
  const point = Buffer.from(publicKey, 'base64url');
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((half) => half.toString('base64url'));
  return createPrivateKey({ format: 'jwk', key: { kty: 'EC', crv: 'P-256', x, y, d: privateKey } });
}
