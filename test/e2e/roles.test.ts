import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Alerts } from '../../models/contract/alerts.ts';
import type { Today } from '../../models/contract/api/today.ts';
import type { Note } from '../../models/contract/notes.ts';
import { ROLES } from '../../models/contract/rights.ts';
import { STORE } from '../support/messages.ts';
import { shown } from '../support/page-browser.ts';
import {
  addDrill,
  addUser,
  claim,
  newPerson,
  openRoleShop,
  type Person,
  ROLE_VIEWS,
  type RoleShop,
  signIn,
  triesOf,
} from '../support/page-roles.ts';

const absent = existsSync('/usr/bin/chromium') ? undefined : 'no /usr/bin/chromium';
if (absent) console.warn(`skipped, roles on the page: ${absent}`);
const store = `/api/v1/stores/${STORE}`;

describe.skipIf(absent)('who may do what on the page', { timeout: 60_000 }, () => {
  let shop: RoleShop;
  /** Everybody by their role, each in a window of their own. */
  const people = new Map<string, Person>();
  const person = (role: string): Person => people.get(role)!;
  const json = async <T>(role: string, path: string): Promise<T> =>
    JSON.parse((await person(role).call('GET', path)).body) as T;
  const newWindow = (): Promise<Person> => newPerson(shop.browser, shop.gateway.address);

  beforeAll(async () => {
    shop = await openRoleShop();
  }, 60_000);
  afterAll(() => shop?.close());

  it('makes the first administrator by the printed link, which works once', async () => {
    const admin = await newWindow();
    people.set('admin', admin);
    await claim(admin, shop.gateway.firstAdmin!, 'admin');
    await admin.at('entries').waitFor();
    expect(await shown(admin.at('account'))).toBe('admin');
    expect(admin.page.url()).not.toContain('link');
    const late = await newWindow();
    await late.page.goto(shop.gateway.firstAdmin!);
    await late.at('fault').waitFor();
    expect(await shown(late.at('link'))).toContain('this link does not work');
    await late.context.close();
  });

  it('invites somebody by a link that is shown once', async () => {
    const { page, open, at } = person('admin');
    await open('users');
    await page.getByRole('button', { name: 'Invite somebody' }).click();
    await page.getByLabel('Name to sign in with').fill('viewer');
    await page.getByRole('button', { name: 'Make the user and a link' }).click();
    const link = await at('once-text').inputValue();
    expect(link).toMatch(/#link=[\w-]{20,}$/);
    await page.getByRole('button', { name: 'I have kept it' }).click();
    expect(await page.content()).not.toContain(link);
    expect(await at('user').count()).toBe(2);
    const viewer = await newWindow();
    people.set('viewer', viewer);
    await claim(viewer, link);
    await viewer.at('entries').waitFor();
    expect(await shown(viewer.at('account'))).toBe('viewer');
  });

  it('refuses a wrong password and an unknown name in the same words, and keeps the name', async () => {
    const stranger = await newWindow();
    await stranger.page.goto(shop.gateway.address);
    const said: string[] = [];
    for (const name of ['admin', 'nobody-at-all']) {
      await signIn(stranger, name, 'a wrong password');
      await stranger.at('fault').waitFor();
      said.push(await shown(stranger.at('fault')));
      expect(await stranger.page.getByLabel('Name').inputValue()).toBe(name);
      expect(await stranger.page.getByLabel('Password').inputValue()).toBe('');
      await stranger.page.reload();
    }
    expect(said[0]).toContain('the name or the password is wrong');
    expect(said[1]).toBe(said[0]);
    await stranger.context.close();
  });

  it.each(ROLE_VIEWS)('shows a $role what they may see, and the API holds to it', async ({ role, views, acts }) => {
    if (!people.has(role)) {
      await addUser(person('admin'), shop.gateway.address, role);
      people.set(role, await newWindow());
      await person(role).page.goto(shop.gateway.address);
      await signIn(person(role), role);
    }
    const me = person(role);
    await me.open('');
    await me.at('entries').waitFor();
    const offered = await me.page.locator('nav.nav a').allInnerTexts();
    expect(offered.map((it) => it.replace(/\s+\d+\s+to do$/, ''))).toEqual(views);
    await me.at('alert').first().waitFor();
    expect(
      await me
        .at('card-alerts')
        .getByRole('button', { name: /^False alarm/ })
        .count(),
    ).toBe(acts ? 2 : 0);
    await me.open('notes');
    await me.at('note-list').waitFor();
    expect(await me.page.getByRole('button', { name: 'Add a note' }).count()).toBe(acts ? 1 : 0);
    const pages = {
      imports: 'upload',
      jobs: 'job-list',
      users: 'user-list',
      tokens: 'token-list',
      audit: 'audit-list',
    };
    for (const [view, id] of Object.entries(pages)) {
      const offered = views.some((it) => it.toLowerCase().startsWith(view));
      await me.open(view);
      // Whoever types the address is told, and is shown nothing.
      const refusal = me.page.locator('.view > .empty');
      await me.at(id).or(refusal).waitFor();
      expect([await me.at(id).count(), await refusal.count()], `${role} sees ${view}`).toEqual(
        offered ? [1, 0] : [0, 1],
      );
    }
    const { alerts } = await json<Alerts>(role, `${store}/alerts`);
    for (const [method, path, body, may] of triesOf(alerts[0].id, views, acts)) {
      expect((await me.call(method, path, body)).status, `${role}: ${method} ${path}`).toBe(may ? 200 : 403);
      if (method === 'PATCH' && may) await me.call('PATCH', path, { action: 'release' });
    }
    expect(me.complaints).toEqual([]);
  });

  it('leaves no role out', () => expect([...people.keys()].sort()).toEqual([...ROLES].sort()));

  it('draws a note as a band, gives the figures anew, and takes both back', async () => {
    const { page, at, open } = person('manager');
    const entries = async () => (await json<Today>('manager', `${store}/today`)).entries.value!;
    const before = await entries();
    await open('notes');
    await addDrill(person('manager'));
    await at('note').waitFor();
    const without = await entries();
    expect(without).toBeLessThan(before);
    await open('');
    await expect.poll(() => at('entries').getAttribute('data-value'), { timeout: 15_000 }).toBe(String(without));
    expect(await shown(at('today-notes'))).toContain('Fire drill, Thu 1 Oct, 10:00–10:30: Everybody out and in again.');
    await expect.poll(() => at('chart').getAttribute('data-notes')).toBe('1');
    expect(await shown(at('chart-notes'))).toContain('Counts as not seen');
    await open('notes');
    await page.getByRole('button', { name: 'Change' }).click();
    await page.getByLabel('What happened').fill('A drill.');
    await page.getByRole('button', { name: 'Save the change' }).click();
    await expect.poll(() => shown(at('note'))).toContain('Changed (revision 2) by manager');
    const note = (await json<{ notes: Note[] }>('manager', `${store}/notes`)).notes[0];
    await page.getByRole('button', { name: 'Withdraw' }).click();
    await page.getByRole('button', { name: 'Withdraw' }).click();
    await at('note-history').getByText('withdrew it').waitFor();
    expect(note.revision).toBe(2);
    expect(await at('note').count()).toBe(0);
    expect(await entries()).toBe(before);
  });

  it('orders tasks by money, and a false alarm changes the precision that is shown', async () => {
    const { page, at, open } = person('manager');
    await open('alerts');
    await at('alert').first().waitFor();
    const money = await at('alert').locator('.alert-money').allInnerTexts();
    expect(money.map((it) => Number.parseInt(it.replace(/\D*/, ''), 10))).toEqual([120, 20]);
    expect(await shown(at('rule-queue-long'))).toMatch(/–\s+not judged/);
    await page
      .getByRole('button', { name: /^False alarm/ })
      .first()
      .click();
    await expect.poll(() => shown(at('rule-queue-long'))).toMatch(/0 %\s+n = 1/);
    expect(await at('alert').count()).toBe(1);
    await page.getByRole('button', { name: 'All', exact: true }).click();
    await page.locator('[data-status=false-alarm]').getByRole('button', { name: /^Done/ }).click();
    await expect.poll(() => shown(at('rule-queue-long'))).toMatch(/100 %\s+n = 1/);
  });

  it('tells of the gateway itself once, to whoever looks after all stores', async () => {
    await shop.failJob();
    await expect.poll(async () => (await json<Alerts>('ops', '/api/v1/alerts')).alerts.length).toBe(1);
    const { at, open } = person('ops');
    await open('alerts');
    const own = at('gateway-alerts');
    await own.getByText('Job upkeep failed 3 times: disk full.').waitFor();
    expect(await at('alert-list').getByText('Job upkeep').count()).toBe(0);
    await own.getByRole('button', { name: /^Done/ }).click();
    await own.waitFor({ state: 'detached' });
    await person('manager').open('alerts');
    await person('manager').at('alert-list').waitFor();
    expect(await person('manager').at('gateway-alerts').count()).toBe(0);
  });

  it('imports a file, and says of each rejected line why', async () => {
    const { page, at, open } = person('planner');
    await open('imports');
    const line = (number: number, net: string) => `1,${number},1,2026-10-01T09:00:00Z,EUR,1,${net}`;
    const text = ['till,number,line,time,currency,quantity,net', line(1, '2.00'), line(2, 'two')].join('\n');
    await page
      .getByLabel('File of the tills')
      .setInputFiles({ name: 'day.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
    await page.getByRole('button', { name: 'Send and import' }).click();
    await at('upload-result').waitFor();
    expect(await shown(at('upload-result'))).toBe('day.csv: 1 accepted, 0 there before, 1 rejected.');
    await page.getByRole('button', { name: 'Rejects of day.csv' }).click();
    await at('rejects').locator('tbody tr').waitFor();
    expect(await shown(at('rejects').locator('tbody tr'))).toMatch(/^3\s+net\s/);
    await at('rejects').locator('summary').click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      at('rejects').getByText('CSV', { exact: true }).click(),
    ]);
    expect(download.suggestedFilename()).toBe(`aisle-${STORE}-rejects.csv`);
  });

  it('makes a token that is shown once and works until it is revoked', async () => {
    const { page, at, open } = person('admin');
    await open('tokens');
    await page.getByRole('button', { name: 'Make a token' }).click();
    await page.getByLabel('What it is for').fill('script');
    await page.getByRole('button', { name: 'Make it' }).click();
    const token = await at('once-text').inputValue();
    const asked = () =>
      fetch(`${shop.gateway.address}${store}/today`, { headers: { authorization: `Bearer ${token}` } });
    expect((await asked()).status).toBe(200);
    await page.getByRole('button', { name: 'Revoke' }).click();
    await page.getByRole('button', { name: 'Revoke' }).click();
    await at('token').getByText('Revoked').waitFor();
    expect((await asked()).status).toBe(401);
    await open('audit');
    await at('audit-list').locator('tbody tr').first().waitFor();
    expect(await shown(at('audit-list'))).toContain('DELETE');
  });

  it('prints what a visitor is told, and hands out what is shown', async () => {
    const { page, at, open } = person('viewer');
    await open('privacy');
    await page.getByRole('button', { name: 'Sign at the door' }).click();
    await at('document-sign').waitFor();
    expect(await shown(at('document-sign').locator('h3'))).toBe('We count visits here');
    await open('');
    const menu = page.locator('[data-testid=card-zones] [data-testid=download]');
    await menu.locator('summary').click();
    const [download] = await Promise.all([page.waitForEvent('download'), menu.getByText('CSV').click()]);
    expect(download.suggestedFilename()).toBe(`aisle-${STORE}-zones.csv`);
    const day = page.locator('#today-title ~ [data-testid=download]');
    await day.locator('summary').click();
    const [parquet] = await Promise.all([page.waitForEvent('download'), day.getByText('Parquet').click()]);
    expect(parquet.suggestedFilename()).toBe(`aisle-${STORE}-today.parquet`);
  });

  it('asks for the password again when an administrator has ended the session', async () => {
    const { page, at, open } = person('admin');
    await open('users');
    const ops = page.locator('[data-user=ops]');
    await ops.getByRole('button', { name: 'Sign out' }).click();
    await ops.getByRole('button', { name: 'Sign out' }).click();
    await at('user-list').waitFor();
    await expect.poll(() => shown(ops)).not.toContain('signed in');
    const gone = person('ops');
    await gone.open('notes');
    await gone.page.getByRole('button', { name: 'Add a note' }).click();
    await gone.page.getByLabel('What happened').fill('Too late.');
    await gone.page.getByRole('button', { name: 'Add the note' }).click();
    await gone.at('sign-in').waitFor();
    await signIn(gone, 'ops');
    await gone.at('note-list').waitFor();
  });

  it('signs out, and shows nothing of before', async () => {
    const { page, at, open } = person('viewer');
    await open('account');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await at('sign-in').waitFor();
    expect(await page.content()).not.toContain('Test store');
    expect((await person('viewer').call('GET', `${store}/today`)).status).toBe(401);
  });
});
