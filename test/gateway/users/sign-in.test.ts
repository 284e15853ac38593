import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSqliteDb } from '../../../gateway/store/sqlite-store.ts';
import type { Db } from '../../../gateway/store/tables.ts';
import { accountByName, addAccount, changeAccount } from '../../../gateway/users/accounts.ts';
import { claimLink, firstAdminLink, linkFor, readLink } from '../../../gateway/users/invite.ts';
import { COST, Passwords } from '../../../gateway/users/passwords.ts';
import type { People } from '../../../gateway/users/people.ts';
import { hashOf, matches, newSecret } from '../../../gateway/users/secrets.ts';
import { actorOfSession, actorOfToken, changePassword, signIn } from '../../../gateway/users/sign-in.ts';
import { makeToken, revokeToken } from '../../../gateway/users/tokens.ts';
import type { AisleError } from '../../../models/contract/errors.ts';
import { testPeople } from '../../support/people.ts';

const T = Date.parse('2026-03-02T08:00:00Z');
const DAY = 86_400_000;
const FROM = { address: '192.0.2.7', agent: 'a browser' };
const PASSWORD = 'correct horse battery';

let db: Db;
let people: People;
let nowMs: number;
beforeEach(async () => {
  db = await openSqliteDb(':memory:');
  nowMs = T;
  people = testPeople(db, () => nowMs);
});
afterEach(() => db.destroy());

const add = async (name = 'anna', password: string | null = PASSWORD) => {
  const hashed = password === null ? null : await people.passwords.hash(password);
  return addAccount(db, nowMs, { name, grants: [{ role: 'viewer', scope: 'all' }], password: hashed });
};
const fault = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => undefined,
    (one: AisleError) => one,
  );
  return error && { code: error.code, message: error.message, fix: error.fix };
};
const tryIn = (name: string, password: string, address = FROM.address) =>
  fault(signIn(people, name, password, { ...FROM, address }));

describe('a password', () => {
  it('is kept as argon2id at its full cost', async () => {
    expect(await new Passwords().hash('x')).toMatch(
      new RegExp(`^\\$argon2id\\$v=19\\$m=${COST.memoryCost},t=${COST.timeCost},p=1\\$`),
    );
  });

  it('signs in whatever the case of the name and the form of its letters', async () => {
    await add('Anna', 'caf\u00e9 au lait, s\u2019il te pla\u00eet');
    const { actor } = await signIn(people, ' ANNA ', 'cafe\u0301 au lait, s\u2019il te plai\u0302t', FROM);
    expect(actor).toMatchObject({ by: 'user', name: 'anna' });
  });

  it.each([
    ['a wrong password', 'anna', 'wrong'],
    ['an unknown name', 'berta', PASSWORD],
    ['a user without a password', 'carla', ''],
    ['a user who is switched off', 'dora', PASSWORD],
  ])('that is of %s gets one and the same answer', async (_, name, password) => {
    await add();
    await add('carla', null);
    const { id } = await add('dora');
    await changeAccount(db, id, { disabled: nowMs });
    expect(await tryIn(name, password)).toEqual({
      code: 'NOT_SIGNED_IN',
      message: 'the name or the password is wrong',
      fix: 'Try again, or ask an administrator for a link.',
    });
  });

  it('is checked at the same cost for a name that is not there', async () => {
    let checks = 0;
    const { passwords } = people;
    const check = passwords.check.bind(passwords);
    passwords.check = (kept, password) => {
      checks++;
      return check(kept, password);
    };
    await tryIn('berta', 'x');
    expect(checks).toBe(1);
    expect(await passwords.check(null, 'nobody has this password')).toBe(false);
  });

  it('is hashed for a few at once only', async () => {
    const answers = await Promise.allSettled(Array.from({ length: 12 }, () => people.passwords.hash('x')));
    expect(answers.filter(({ status }) => status === 'rejected')).toHaveLength(4);
    await people.passwords.hash('again');
  });

  it('that is changed ends all sessions but the new one', async () => {
    await add();
    const [one, other] = [await signIn(people, 'anna', PASSWORD, FROM), await signIn(people, 'anna', PASSWORD, FROM)];
    expect(await fault(changePassword(people, one.actor, 'wrong', 'another long one', FROM))).toMatchObject({
      code: 'NOT_SIGNED_IN',
    });
    const made = await changePassword(people, one.actor, PASSWORD, 'another long one', FROM);
    expect(await actorOfSession(people, one.secret, FROM)).toBeUndefined();
    expect(await actorOfSession(people, other.secret, FROM)).toBeUndefined();
    expect(await actorOfSession(people, made.secret, FROM)).toMatchObject({ name: 'anna' });
    expect(await tryIn('anna', PASSWORD)).toMatchObject({ code: 'NOT_SIGNED_IN' });
  });
});

describe('tries', () => {
  it('get the same answers whether there is such a user or not', async () => {
    await add();
    const answers = [];
    for (const name of ['anna', 'berta']) {
      const said = [];
      for (let n = 0; n < 9; n++) said.push(await tryIn(name, 'wrong', name === 'anna' ? '192.0.2.1' : '192.0.2.2'));
      answers.push(said);
    }
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0].map((one) => one?.code).slice(4, 7)).toEqual(['NOT_SIGNED_IN', 'NOT_SIGNED_IN', 'TOO_MANY']);
  });

  it('double the wait, up to 17 minutes, and are forgotten after a day', async () => {
    for (let n = 0; n < 5; n++) await tryIn('anna', 'wrong', `192.0.2.${n}`);
    const waits: number[] = [];
    for (let n = 0; n < 13; n++) {
      expect(await tryIn('anna', 'wrong', `198.51.100.${n}`)).toMatchObject({ code: 'NOT_SIGNED_IN' });
      const { fix } = (await tryIn('anna', 'wrong', `203.0.113.${n}`))!;
      waits.push(Number(/Wait (\d+) s/.exec(fix)![1]));
      nowMs += waits.at(-1)! * 1000;
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 1024, 1024]);
    nowMs += DAY + 1;
    for (let n = 0; n < 5; n++)
      expect(await tryIn('anna', 'wrong', '192.0.2.200')).toMatchObject({ code: 'NOT_SIGNED_IN' });
  });

  it('of one address on many names must wait after twenty', async () => {
    const codes = [];
    for (let n = 0; n < 23; n++) codes.push((await tryIn(`user${n}`, 'wrong'))?.code);
    expect(codes.filter((code) => code === 'TOO_MANY').length).toBeGreaterThan(0);
    expect(codes.slice(0, 20).every((code) => code === 'NOT_SIGNED_IN')).toBe(true);
  });

  it.each<[string, (n: number) => string]>([
    ['IPv6 network, whichever of its addresses they come from,', (n) => `2001:db8:1:2:${n.toString(16)}::1`],
    ['IPv4 address, however it is written,', (n) => (n % 2 ? '192.0.2.7' : '::ffff:192.0.2.7')],
  ])('of one %s on many names must wait after twenty', async (_, addressOf) => {
    const codes = [];
    for (let n = 0; n < 23; n++) codes.push((await tryIn(`user${n}`, 'wrong', addressOf(n)))?.code);
    expect(codes.slice(0, 20).every((code) => code === 'NOT_SIGNED_IN')).toBe(true);
    expect(codes.filter((code) => code === 'TOO_MANY').length).toBeGreaterThan(0);
  });

  it('that come at once count as many', async () => {
    await add();
    const codes = await Promise.all(Array.from({ length: 8 }, async () => (await tryIn('anna', 'wrong'))?.code));
    expect(codes.filter((code) => code === 'NOT_SIGNED_IN').length).toBeLessThanOrEqual(6);
  });

  it('on others are not wiped out by signing in with an account of one’s own', async () => {
    await add('mallory');
    let refused = 0;
    for (let n = 0; n < 40; n++) {
      if ((await tryIn(`victim${n}`, 'wrong'))?.code === 'TOO_MANY') refused++;
      await tryIn('mallory', PASSWORD);
    }
    expect(refused).toBeGreaterThan(10);
  });
});

describe('a one-time link', () => {
  it('makes the first administrator, once', async () => {
    const old = (await firstAdminLink(people))!;
    const { secret } = (await firstAdminLink(people))!;
    expect(await fault(readLink(people, old.secret))).toMatchObject({ code: 'NOT_FOUND' });
    expect(await readLink(people, secret)).toMatchObject({ kind: 'first-admin', name: null });
    expect(JSON.stringify(await db.selectFrom('links').selectAll().execute())).not.toContain(secret);
    const claim = { link: secret, name: 'Root@Example.com', password: PASSWORD };
    const both = await Promise.allSettled([claimLink(people, claim, FROM), claimLink(people, claim, FROM)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await accountByName(db, 'root@example.com')).toMatchObject({ grants: [{ role: 'admin', scope: 'all' }] });
    expect(await firstAdminLink(people)).toBeUndefined();
    expect(await fault(claimLink(people, { ...claim, name: 'second' }, FROM))).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('does not work when it is too old', async () => {
    const { secret } = (await firstAdminLink(people))!;
    nowMs += DAY;
    expect(await fault(readLink(people, secret))).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('invites, and later sets a new password and ends the sessions of before', async () => {
    const { id } = await add('anna', null);
    const invite = await linkFor(people, id);
    expect(invite.kind).toBe('invite');
    const { secret } = await claimLink(people, { link: invite.secret, password: PASSWORD }, FROM);
    const reset = await linkFor(people, id);
    expect(reset.kind).toBe('reset');
    await claimLink(people, { link: reset.secret, password: 'a quite new one' }, FROM);
    expect(await actorOfSession(people, secret, FROM)).toBeUndefined();
    expect(await tryIn('anna', PASSWORD)).toMatchObject({ code: 'NOT_SIGNED_IN' });
    expect(await tryIn('anna', 'a quite new one')).toBeUndefined();
  });

  it('is of no use to somebody who was switched off', async () => {
    const { id } = await add('anna', null);
    const { secret } = await linkFor(people, id);
    await changeAccount(db, id, { disabled: nowMs });
    expect(await fault(claimLink(people, { link: secret, password: PASSWORD }, FROM))).toMatchObject({
      code: 'NO_RIGHT',
    });
  });
});

describe('a token', () => {
  it('is kept as a hash, ends with its time and when it is revoked, and says when it was used', async () => {
    const call = { name: 'tills', role: 'manager', scope: 'store:demo', days: 1, createdBy: 'anna' } as const;
    const { token, row } = await makeToken(db, nowMs, call);
    expect(token).toMatch(/^aisle_[\w-]{43}$/);
    const kept = await db.selectFrom('tokens').selectAll().executeTakeFirstOrThrow();
    expect(JSON.stringify(kept)).not.toContain(token.slice(6));
    expect(kept.hash).toBe(hashOf(token));
    const grants = [{ role: 'manager', scope: 'store:demo' }];
    expect(await actorOfToken(people, token)).toMatchObject({ by: 'token', name: 'tills', grants });
    expect((await db.selectFrom('tokens').select('last_used').executeTakeFirstOrThrow()).last_used).toBe(T);
    nowMs += DAY;
    expect(await actorOfToken(people, token)).toBeUndefined();
    nowMs = T;
    await revokeToken(db, nowMs, row.id);
    expect(await actorOfToken(people, token)).toBeUndefined();
    expect(await fault(revokeToken(db, nowMs, row.id))).toMatchObject({ code: 'NOT_FOUND' });
  });
});

it('compares secrets whole', () => {
  const secret = newSecret();
  expect(matches(secret, hashOf(secret))).toBe(true);
  expect(matches(newSecret(), hashOf(secret))).toBe(false);
  for (const hash of ['', 'short', `${hashOf(secret)}0`.slice(1)]) expect(matches(secret, hash)).toBe(false);
});
