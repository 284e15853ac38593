import { readFileSync } from 'node:fs';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { Audit } from '../../../models/contract/users.ts';
import { api, call, expectAnswer, headersOf, makeUser, PASSWORD, signIn } from './people-kit.ts';

describe('the audit trail', () => {
  it('says who did what, with what outcome, and from about where', async () => {
    await makeUser('anna');
    await call('POST', '/api/v1/session', {}, { name: 'anna', password: 'wrong' });
    const anna = headersOf(await signIn('anna'));
    await call('POST', '/api/v1/tokens', anna, {});
    const admin = await api.as('admin');
    await call('POST', '/api/v1/tokens', admin, { name: 't', role: 'viewer', scope: 'all', days: 1 });
    const { rows } = expectAnswer(await call('GET', '/api/v1/audit?limit=4', admin), 200, Audit);
    const said = rows.map(({ by, name, action, outcome, address }: Record<string, string>) =>
      [by, name, action, outcome, address].join(' '),
    );
    expect(said).toEqual([
      'user admin-all POST /api/v1/tokens done 127.0.0.0',
      'user anna POST /api/v1/tokens refused 127.0.0.0',
      'user anna sign-in done 127.0.0.0',
      'nobody anna sign-in failed 127.0.0.0',
    ]);
  });

  it('is read page by page', async () => {
    for (let n = 0; n < 5; n++) await call('POST', '/api/v1/session', {}, { name: `n${n}`, password: 'x' });
    const admin = await api.as('admin');
    const first = (await call('GET', '/api/v1/audit?limit=3', admin)).json();
    const second = (await call('GET', `/api/v1/audit?limit=3&before=${first.next}`, admin)).json();
    const names = [...first.rows, ...second.rows].map(({ name }: { name: string }) => name);
    expect(names).toEqual(['n4', 'n3', 'n2', 'n1', 'n0']);
    expect(second.next).toBeNull();
  });

  it('cannot be changed, nor the last 90 days taken out of it', async () => {
    const { db } = api.people;
    const row = { by: 'system', name: 'x', action: 'a', target: '', outcome: 'done', address: '', detail: '' } as const;
    await db
      .insertInto('audit')
      .values([
        { ...row, time: Date.now() },
        { ...row, time: 0 },
      ])
      .execute();
    await expect(db.updateTable('audit').set({ name: 'y' }).execute()).rejects.toThrow('append only');
    await expect(db.deleteFrom('audit').execute()).rejects.toThrow('append only');
    await db.deleteFrom('audit').where('time', '=', 0).execute();
  });
});

it('keeps no secret in its data base as it is', async () => {
  const admin = await api.as('admin');
  const link = (await call('POST', '/api/v1/users', admin, { name: 'mia', grants: [] })).json().link.split('#link=')[1];
  const invited = await call('POST', '/api/v1/links/claim', {}, { link, password: PASSWORD });
  const token = (
    await call('POST', '/api/v1/tokens', admin, { name: 't', role: 'viewer', scope: 'all', days: 1 })
  ).json().token;
  const { cookie, 'x-aisle-csrf': csrf } = headersOf(invited);
  const { rows } = await sql<{ file: string }>`pragma database_list`.execute(api.people.db);
  await sql`pragma wal_checkpoint(truncate)`.execute(api.people.db);
  const bytes = readFileSync(rows[0].file).toString('latin1');
  expect(bytes).toContain('$argon2id$');
  for (const secret of [link, token, token.slice(6), cookie.split('=')[1], csrf, PASSWORD]) {
    expect(secret.length).toBeGreaterThan(10);
    expect(bytes.includes(secret)).toBe(false);
  }
});
