import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const BYTES = 32;

/** 256 random bits, in the alphabet of URLs. */
export const newSecret = (): string => randomBytes(BYTES).toString('base64url');

/**
 * What is kept of a secret that we drew ourselves. It has 256 bits, so that a plain hash of it cannot be undone and one
 * can look it up by its hash; a password, which people choose, is kept otherwise.
 */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** Whether a secret is the one of that hash; the time it takes does not say how much of it was right. */
export function matches(secret: string, hash: string): boolean {
  return timingSafeEqual(Buffer.from(hashOf(secret)), Buffer.from(hash.padEnd(64).slice(0, 64)));
}
