import { appendFileSync, copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { backUp } from '../../../gateway/backup/back-up.ts';
import type { Carried } from '../../../gateway/backup/carry-over.ts';
import { DB_FILE, restore } from '../../../gateway/backup/restore.ts';
import { sqliteSales } from '../../../gateway/pos/sqlite-sales.ts';
import { Tills } from '../../../gateway/pos/tills.ts';
import { keepErasures, readErasures, settleErasures } from '../../../gateway/privacy/erasure-list.ts';
import { eraseLoyalty, exportLoyalty } from '../../../gateway/privacy/loyalty.ts';
import { migrationNames } from '../../../gateway/store/migrations.ts';
import { openSqliteDb } from '../../../gateway/store/sqlite-store.ts';
import type { Db } from '../../../gateway/store/tables.ts';
import { accountByName, addAccount, changeAccount } from '../../../gateway/users/accounts.ts';
import { lookAtLink, makeLink, takeLink } from '../../../gateway/users/links.ts';
import { brokerUser, dropNodeCredential, makeNodeCredential, nodeOf } from '../../../gateway/users/node-credentials.ts';
import { findSession, openSession } from '../../../gateway/users/sessions.ts';
import { findToken, makeToken, revokeToken } from '../../../gateway/users/tokens.ts';
import { freshDb } from '../../support/fresh-db.ts';
import { tempFolder, testSite } from '../../support/gateway.ts';
import { STORE, T0 } from '../../support/messages.ts';

let folder: ReturnType<typeof tempFolder>;
let state: string;
beforeEach(() => {
  folder = tempFolder();
  state = join(folder.path, 'gateway');
  mkdirSync(state);
});
afterEach(() => folder.remove());

const path = () => join(state, DB_FILE);
const file = () => join(folder.path, 'a.db');
const open = async <T>(work: (db: Db) => Promise<T>): Promise<T> => {
  const db = await openSqliteDb(path());
  try {
    return await work(db);
  } finally {
    await db.destroy();
  }
};
const token = async (db: Db, name: string) =>
  makeToken(db, T0, { name, role: 'viewer', scope: 'all', days: 9, createdBy: 'test' });
const [NODE_A, NODE_B] = [
  { store: STORE, node: 'edge-1' },
  { store: STORE, node: 'edge-2' },
];
const sales = async (db: Db, number: string) => {
  const tills = new Tills({ sales: sqliteSales(db), sites: [testSite().site], statePath: state, wall: () => T0 });
  const sale = (of: string) => ({
    ...{ till: '7', number: `${number}-${of}`, time: '2026-03-01T12:00:00Z', currency: 'EUR', loyalty: of },
    lines: [{ line: 1, sku: 'milk', quantity: 2, net: 2.5 }],
  });
  expect(await tills.push(STORE, [sale('card-1'), sale('card-2')], 'push')).toMatchObject({ accepted: 2 });
};
const receiptsOf = async (db: Db, card: string) => (await exportLoyalty(db, state, STORE, card)).receipts.length;

/** A state with everything in it that may be taken away, and a back-up of it. */
async function withAccess() {
  const db = await freshDb(path());
  const add = (name: string) =>
    addAccount(db, T0, {
      ...{ name, password: `old-${name}` },
      grants: [
        { role: 'admin', scope: 'all' },
        { role: 'viewer', scope: 'store:x' },
      ],
    });
  const [anna, bert] = [await add('anna'), await add('bert')];
  const tokens = { kept: await token(db, 'kept'), revoked: await token(db, 'revoked') };
  const session = await openSession(db, T0, anna.id, '', '');
  const link = await makeLink(db, T0, 'reset', anna.id);
  const nodes = { a: await makeNodeCredential(db, T0, NODE_A), b: await makeNodeCredential(db, T0, NODE_B) };
  await sales(db, 'then');
  await db.destroy();
  await backUp({ db: path(), out: file(), wallMs: T0 }, () => undefined);
  return { anna, bert, tokens, session, link, nodes };
}

async function takenAway(had: Awaited<ReturnType<typeof withAccess>>) {
  return open(async (db) => {
    await revokeToken(db, T0 + 1, had.tokens.revoked.row.id);
    await takeLink(db, T0 + 1, had.link.secret);
    await changeAccount(db, had.anna.id, { password: 'new-anna', grants: [{ role: 'admin', scope: 'all' }] });
    await changeAccount(db, had.bert.id, { disabled: T0 + 1 });
    await addAccount(db, T0, { name: 'carl', grants: [] });
    await dropNodeCredential(db, NODE_A);
    const nodeB = await makeNodeCredential(db, T0 + 1, NODE_B);
    await eraseLoyalty(db, state, STORE, 'card-1', T0 + 1);
    await db
      .insertInto('audit')
      .values({
        ...{ time: T0 + 1, by: 'user', name: 'anna', action: 'a deed since', target: '', outcome: 'done' },
        ...{ address: '', detail: '' },
      })
      .execute();
    return { late: await token(db, 'late'), nodeB };
  });
}
const back = async (keepTokens = false): Promise<Carried> =>
  (await restore({ file: file(), folder: state, known: migrationNames(), wallMs: T0 + 2, keepTokens })).access;
const works = async (db: Db, made: { token: string }) => (await findToken(db, T0 + 3, made.token)) !== undefined;

describe('a restore', () => {
  it('gives nobody back what was taken from them since, and nobody what they got only since', async () => {
    const had = await withAccess();
    const since = await takenAway(had);
    expect(await back()).toEqual({
      ...{ unknown: null, tokens: 1, users: 1, passwords: 1, roles: 1, nodes: 2, receipts: 1 },
    });
    await open(async (db) => {
      expect(await works(db, had.tokens.kept)).toBe(true);
      expect(await works(db, had.tokens.revoked)).toBe(false);
      expect(await works(db, since.late)).toBe(false);
      expect(await findSession(db, T0 + 3, had.session.secret)).toBeUndefined();
      await expect(lookAtLink(db, T0 + 3, had.link.secret)).rejects.toThrow('does not work');
      expect(await accountByName(db, 'anna')).toMatchObject({
        ...{ password: 'new-anna', disabled: null, grants: [{ role: 'admin', scope: 'all' }] },
      });
      expect(await accountByName(db, 'bert')).toMatchObject({ disabled: T0 + 1, password: 'old-bert' });
      expect(await accountByName(db, 'carl')).toBeUndefined();
      expect(await nodeOf(db, brokerUser(NODE_A), had.nodes.a)).toBeUndefined();
      expect(await nodeOf(db, brokerUser(NODE_B), had.nodes.b)).toBeUndefined();
      expect(await nodeOf(db, brokerUser(NODE_B), since.nodeB)).toEqual(NODE_B);
      expect([await receiptsOf(db, 'card-1'), await receiptsOf(db, 'card-2')]).toEqual([0, 1]);
      const deeds = await db.selectFrom('audit').select(['action', 'detail']).orderBy('id', 'desc').limit(2).execute();
      expect(deeds).toEqual([
        { action: 'restore', detail: 'access as it was before' },
        { action: 'a deed since', detail: '' },
      ]);
      // What the tills send again does not bring it back either.
      await sales(db, 'later');
      expect([await receiptsOf(db, 'card-1'), await receiptsOf(db, 'card-2')]).toEqual([0, 2]);
    });
  });

  it('does so again when another back-up of the same state is restored after it', async () => {
    const had = await withAccess();
    await takenAway(had);
    await back();
    expect(await back()).toMatchObject({ unknown: null, tokens: 1, nodes: 2 });
    await open(async (db) => {
      expect(await works(db, had.tokens.revoked)).toBe(false);
      expect(await works(db, had.tokens.kept)).toBe(true);
    });
  });

  it('reads what a gateway that was killed had only in its log', async () => {
    const had = await withAccess();
    const killed = await openSqliteDb(path());
    await revokeToken(killed, T0 + 1, had.tokens.revoked.row.id);
    const other = join(folder.path, 'killed');
    mkdirSync(other);
    for (const part of ['', '-wal']) copyFileSync(path() + part, join(other, DB_FILE) + part);
    await killed.destroy();
    const { access } = await restore({ file: file(), folder: other, known: migrationNames(), wallMs: T0 + 2 });
    expect(access).toMatchObject({ unknown: null, tokens: 1 });
    const db = await openSqliteDb(join(other, DB_FILE));
    expect([await works(db, had.tokens.kept), await works(db, had.tokens.revoked)]).toEqual([true, false]);
    await db.destroy();
  });

  it.each<[string, () => Promise<void>, RegExp]>([
    ['is gone', async () => rmSync(path()), /no data base/],
    ['is no data base', async () => writeFileSync(path(), 'x'.repeat(20_000)), /cannot be read/],
    [
      'is damaged where tokens are',
      async () => {
        const bytes = readFileSync(path());
        const at = bytes.indexOf('revokedviewer');
        bytes.fill(0xff, at - (at % 4096), at - (at % 4096) + 4096);
        writeFileSync(path(), bytes);
      },
      /cannot be read/,
    ],
    [
      'is another one',
      async () => {
        rmSync(path());
        // A millisecond tells two data bases apart.
        await new Promise((resolve) => setTimeout(resolve, 5));
        await (await openSqliteDb(path())).destroy();
      },
      /not the one of the back-up/,
    ],
  ])('revokes all tokens where the state of before %s, and erases by the list beside it', async (_, spoil, why) => {
    const had = await withAccess();
    await takenAway(had);
    await spoil();
    const access = await back();
    expect(access).toMatchObject({ tokens: 2, users: 0, receipts: 1 });
    expect(access.unknown).toMatch(why);
    await open(async (db) => {
      expect([await works(db, had.tokens.kept), await works(db, had.tokens.revoked)]).toEqual([false, false]);
      expect(await findSession(db, T0 + 3, had.session.secret)).toBeUndefined();
      expect(await receiptsOf(db, 'card-1')).toBe(0);
      expect(await receiptsOf(db, 'card-2')).toBe(1);
    });
  });

  it('on another machine leaves the tokens when it is told that none was revoked', async () => {
    const had = await withAccess();
    rmSync(path());
    expect(await back(true)).toMatchObject({ tokens: 0 });
    await open(async (db) => expect(await works(db, had.tokens.kept)).toBe(true));
  });
});

describe('the list of erased ids', () => {
  const one = { store: 'a', loyalty: 'h1', at: 1 };

  it('is read around a line that was cut off', () => {
    expect(readErasures(state)).toEqual([]);
    keepErasures(state, [one]);
    appendFileSync(join(state, 'erased.ndjson'), '{"store":"a","loyal');
    keepErasures(state, [{ ...one, loyalty: 'h2' }]);
    expect(readErasures(state).map(({ loyalty }) => loyalty)).toEqual(['h1', 'h2']);
  });

  it('and the data base learn of each other, and of a data base that was copied here by hand', async () => {
    const db = await freshDb(path());
    await sales(db, 'then');
    await eraseLoyalty(db, state, STORE, 'card-1', T0);
    rmSync(join(state, 'erased.ndjson'));
    keepErasures(state, [one]);
    expect(await settleErasures(db, state)).toBe(0);
    expect(readErasures(state)).toHaveLength(2);
    expect(await db.selectFrom('loyalty_erased').selectAll().execute()).toHaveLength(2);
    await db.deleteFrom('loyalty_erased').execute();
    await sales(db, 'later');
    expect(await receiptsOf(db, 'card-1')).toBe(1);
    expect(await settleErasures(db, state)).toBe(1);
    expect(await receiptsOf(db, 'card-1')).toBe(0);
    await db.destroy();
  });
});
