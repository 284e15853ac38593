import { createHmac, randomBytes } from 'node:crypto';
import { chmodSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Turns a loyalty id into what is stored: HMAC-SHA256 with the store's key, 128 bits of it. A hash stays as it is. */
export type LoyaltyHash = (id: string) => string;

/** What a reject file holds in an id's place: it is taken as it is when the file is sent again. */
const HASHED = /^hashed:([A-Za-z0-9_-]{22})$/;
export const isHashed = (id: string): boolean => HASHED.test(id);
export const hashedId = (hash: LoyaltyHash, id: string): string => `hashed:${hash(id)}`;

const MOST_KEPT = 10_000;

/**
 * The hash of one store. Its key is made at the first use and lies in the state folder, for its owner alone; with the
 * key gone, nothing links a stored hash to a card any more.
 */
export function loyaltyHash(statePath: string, store: string): LoyaltyHash {
  const key = readOrMakeKey(join(statePath, 'keys'), `loyalty-${store}.key`);
  const kept = new Map<string, string>();
  return (id) => {
    const known = HASHED.exec(id)?.[1];
    if (known !== undefined) return known;
    let hash = kept.get(id);
    if (hash === undefined) {
      hash = createHmac('sha256', key).update(id).digest('base64url').slice(0, 22);
      if (kept.size >= MOST_KEPT) kept.clear();
      kept.set(id, hash);
    }
    return hash;
  };
}

function readOrMakeKey(folder: string, name: string): Buffer {
  const path = join(folder, name);
  const found = readKey(path);
  if (found) return found;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  const draft = `${path}.${process.pid}-${randomBytes(4).toString('hex')}`;
  writeFileSync(draft, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
  try {
    // A link is made whole or not at all: a process that starts at the same time has either none or this key.
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return readKey(path)!;
}

function readKey(path: string): Buffer | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  if (!/^[0-9a-f]{64}$/.test(text)) throw new Error(`${path} holds no key: 64 hexadecimal digits`);
  return Buffer.from(text, 'hex');
}
