import { describe, expect, it } from 'vitest';
import type { ViewName } from '../../dashboard/route.ts';
import { shown } from '../support/page-browser.ts';
import type { Looker } from '../support/page-people.ts';
import { pageWindow, type Size } from '../support/page-window.ts';

const view = pageWindow();
const { at } = view;
const open = (as: Looker, hash: string, size: Size = 'desktop') => view.open(size, { as, path: `/${hash}` });

const VIEWS: [ViewName, string, string][] = [
  ['stores', 'compare', 'cluster city'],
  ['funnel', 'funnel-zones', 'Corner shelf'],
  ['alerts', 'alert-list', '€120 an hour'],
  ['notes', 'note-list', 'The corner shelf moved to the window.'],
  ['imports', 'import-list', 'tills-2026-03-02.csv'],
  ['jobs', 'job-list', 'disk full'],
  ['users', 'user-list', 'Planner in region north'],
  ['tokens', 'token-list', 'last used 3 min'],
  ['audit', 'audit-list', 'no right to administer'],
  ['privacy', 'privacy-kept', 'who changed what'],
];

it.each(['phone', 'desktop'] as const)('every view fits the screen and begins at its heading, %s', async (size) => {
  view.server.several = true;
  await open('admin', '', size);
  for (const [name, id, text] of VIEWS) {
    await view.page.locator(`nav.nav a[href="#/${name}"]`).click();
    await at(id).getByText(text).first().waitFor();
    expect(await view.page.evaluate(() => document.activeElement?.id), name).toBe('view-title');
    expect(await view.sideways(), name).toBeLessThanOrEqual(0);
    expect(await view.page.title()).toMatch(/ · Demo store · Aisle$/);
  }
  view.server.several = false;
  expect(view.complaints).toEqual([]);
});

describe('today, signed in', () => {
  it('has its notes and its tasks, the costliest first, with how often their rule was right', async () => {
    await open('manager', '');
    await at('alert').first().waitFor();
    expect(await shown(at('alert').first())).toContain('this rule was right 9 of 10 times (90 %)');
    expect(await shown(at('card-alerts'))).toContain('To do: 5');
    expect(await shown(at('note-line').first())).toContain('Fire drill, Sun 8 Mar, 08:30–09:00');
    await expect.poll(() => at('chart').getAttribute('data-notes')).toBe('2');
    expect(
      await at('alert')
        .nth(1)
        .getByRole('button', { name: /^Claim/ })
        .count(),
    ).toBe(0);
    expect(await shown(at('alert').nth(1))).toContain('with kim@store.example');
  });

  it('is for reading only without sign-in, and offers it', async () => {
    await open('open', '');
    await at('alert').first().waitFor();
    expect(await view.page.getByRole('button', { name: /^(Claim|Done|False alarm)/ }).count()).toBe(0);
    expect(await shown(at('account'))).toBe('Viewing without sign-in · Sign in');
    const offered = await view.page.locator('nav.nav a').allInnerTexts();
    expect(offered.map((it) => it.replace(/\s+/g, ' '))).toEqual([
      'Today',
      'Funnel',
      'Alerts 5 to do',
      'Notes',
      'Privacy',
    ]);
    await at('account').getByText('Sign in', { exact: true }).click();
    await at('sign-in').waitFor();
    await view.page.getByText('Go on without signing in').click();
    await at('entries').waitFor();
    expect(view.complaints).toEqual([]);
  });

  it('keeps the view in the address over a reload', async () => {
    await open('viewer', '?store=demo&range=hour#/alerts');
    await at('alert-list').waitFor();
    await expect.poll(() => new URL(view.page.url()).hash).toBe('#/alerts');
    await view.page.reload();
    await at('alert-list').waitFor();
    await view.page.getByRole('link', { name: 'Today' }).click();
    await at('entries').waitFor();
  });
});

describe('signing in', () => {
  it('stands before everything, begins at the name, and leads to the directory too', async () => {
    await open('nobody', '');
    await at('sign-in').waitFor();
    expect(await at('entries').count()).toBe(0);
    const name = view.page.getByLabel('Name');
    await expect.poll(() => name.evaluate((it) => document.activeElement === it)).toBe(true);
    expect(await name.getAttribute('autocomplete')).toBe('username');
    expect(await view.page.getByLabel('Password').getAttribute('autocomplete')).toBe('current-password');
    const link = view.page.getByText('Sign in with Example Directory');
    expect(await link.getAttribute('href')).toBe('/api/v1/sign-on/start');
  });

  it('tells why the directory did not let somebody in', async () => {
    await open('nobody', '#sign-in-failed=no%20role%20for%20you');
    await at('sign-in').getByText('no role for you').waitFor();
    expect(view.page.url()).not.toContain('sign-in-failed');
  });

  it('shows what a one-time link that does not work says, and takes its secret out of the address', async () => {
    await open('nobody', '#link=abcdefghijklmnopqrstuvwxyz');
    await at('link').locator('.fault').waitFor();
    expect(view.page.url()).not.toContain('abcdefg');
  });
});

describe('a part of the page', () => {
  it('that cannot be fetched says so, and how to go on', async () => {
    await open('viewer', '');
    await view.page.route('**/alerts-view*', (route) => route.abort());
    await view.page.getByRole('link', { name: 'Alerts 5 to do', exact: true }).click();
    await view.page.getByText('This part of the page could not be fetched').waitFor();
    await view.page.unroute('**/alerts-view*');
    await view.page.getByRole('button', { name: 'Load the page anew' }).click();
    await at('alert-list').waitFor();
  });

  it('is handed out as a file by the keyboard alone', async () => {
    await open('viewer', '');
    const menu = view.page.locator('[data-testid=card-queues] [data-testid=download]');
    await menu.locator('summary').focus();
    await view.page.keyboard.press('Enter');
    await view.page.keyboard.press('Tab');
    const file = await view.page.evaluate(() => document.activeElement?.getAttribute('href'));
    expect(file).toBe('/api/v1/stores/demo/export/queues?bucket=quarter&format=csv');
    await view.page.keyboard.press('Escape');
    expect(await menu.getAttribute('open')).toBeNull();
  });
});
