import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSqliteDb } from '../../../gateway/store/sqlite-store.ts';
import type { Db } from '../../../gateway/store/tables.ts';
import { addAccount } from '../../../gateway/users/accounts.ts';
import {
  endSession,
  endSessions,
  findSession,
  isSessionOpen,
  openSession,
  rotateSoon,
  sessionsOf,
} from '../../../gateway/users/sessions.ts';

const T = Date.parse('2026-03-02T08:00:00Z');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let db: Db;
let user: string;
beforeEach(async () => {
  db = await openSqliteDb(':memory:');
  user = (await addAccount(db, T, { name: 'Anna', grants: [] })).id;
});
afterEach(() => db.destroy());
const open = (tMs = T) => openSession(db, tMs, user, '192.0.2.7', 'a browser');
const find = async (tMs: number, secret: string) => {
  const found = await findSession(db, tMs, secret);
  return found && !('stolen' in found) ? found : undefined;
};

describe('a session', () => {
  it('is kept without the secrets that open it', async () => {
    const { secret, csrf } = await open();
    expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
    const kept = JSON.stringify(await db.selectFrom('sessions').selectAll().execute());
    expect(kept).not.toContain(secret);
    expect(kept).not.toContain(csrf);
    expect(kept).toContain('192.0.2.0');
    expect(kept).not.toContain('192.0.2.7');
  });

  it('ends after eight hours without a request, and after a week whatever happens', async () => {
    let { secret } = await open();
    expect(await find(T + 8 * HOUR, secret)).toBeUndefined();
    ({ secret } = await open());
    let tMs = T;
    while (tMs < T + 7 * 24 * HOUR - 7 * HOUR) {
      tMs += 7 * HOUR;
      const found = await find(tMs, secret);
      expect(found).toBeDefined();
      secret = found!.renewed ?? secret;
    }
    expect(await find(T + 7 * 24 * HOUR, secret)).toBeUndefined();
    expect(await sessionsOf(db, T + 7 * 24 * HOUR, user)).toEqual([]);
  });

  it('changes its secret after a quarter of an hour; the old one is good for a minute more', async () => {
    const { secret } = await open();
    expect((await find(T + MINUTE, secret))!.renewed).toBeUndefined();
    const { renewed } = (await find(T + 15 * MINUTE, secret))!;
    expect(renewed).toMatch(/^[\w-]{43}$/);
    // Requests that were under way still carry the old one.
    expect(await find(T + 15 * MINUTE + 5, secret)).toBeDefined();
    expect(await find(T + 15 * MINUTE + 10, renewed!)).toBeDefined();
    expect(await find(T + 16 * MINUTE, secret)).toBeDefined();
    expect((await find(T + 16 * MINUTE, renewed!))!.renewed).toBeUndefined();
  });

  it('ends for both when an old secret is shown after the new one', async () => {
    const { secret } = await open();
    const { renewed } = (await find(T + 15 * MINUTE, secret))!;
    await find(T + 15 * MINUTE + 10, renewed!);
    expect(await findSession(db, T + 20 * MINUTE, secret)).toEqual({ stolen: user });
    expect(await find(T + 20 * MINUTE, renewed!)).toBeUndefined();
  });

  it('goes on when the answer with the new secret was lost', async () => {
    const { secret } = await open();
    await find(T + 15 * MINUTE, secret);
    const again = await find(T + 25 * MINUTE, secret);
    expect(again!.renewed).toMatch(/^[\w-]{43}$/);
    expect(await find(T + 25 * MINUTE + 10, again!.renewed!)).toBeDefined();
  });

  it('changes its secret once for requests that come together', async () => {
    const { secret } = await open();
    const together = await Promise.all([1, 2, 3, 4].map(() => find(T + 20 * MINUTE, secret)));
    expect(together.every((one) => one !== undefined)).toBe(true);
    expect(together.filter((one) => one?.renewed !== undefined)).toHaveLength(1);
  });

  it('changes its secret at the next request when rights have changed', async () => {
    const { secret } = await open();
    await find(T + MINUTE, secret);
    await rotateSoon(db, user);
    expect((await find(T + 2 * MINUTE, secret))!.renewed).toBeDefined();
  });

  it('can be listed and ended by its user, and by nobody else', async () => {
    const [one, other] = [await open(), await open(T + 1)];
    const [newest, oldest] = await sessionsOf(db, T + 2, user);
    expect([newest.created, oldest.created]).toEqual([T + 1, T]);
    expect(await endSession(db, oldest.id, 'somebody else')).toBe(false);
    expect(await endSession(db, oldest.id, user)).toBe(true);
    expect(await find(T + 2, one.secret)).toBeUndefined();
    expect(await find(T + 2, other.secret)).toBeDefined();
    await endSessions(db, user);
    expect(await find(T + 2, other.secret)).toBeUndefined();
  });

  it('does not fall idle while a stream of it is open', async () => {
    const { secret } = await open();
    const { id } = (await find(T, secret))!;
    expect(await isSessionOpen(db, T + 7 * HOUR, id)).toBe(true);
    expect(await find(T + 14 * HOUR, secret)).toBeDefined();
    expect(await isSessionOpen(db, T + 8 * 24 * HOUR, id)).toBe(false);
  });

  it('is not opened by what is not its secret', async () => {
    const { secret } = await open();
    for (const wrong of ['', 'x', secret.slice(1), `${secret}=`, secret.toLowerCase()]) {
      expect(await find(T, wrong)).toBeUndefined();
    }
  });
});
