import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import type { Gateway } from '../../gateway/gateway.ts';
import { openDb } from '../../gateway/store/sqlite-store.ts';
import { parseGatewayConfig } from '../../models/contract/gateway-config-parse.ts';
import type { Role } from '../../models/contract/rights.ts';
import { eventually, SHOP_ZONES, TestNode, tempFolder, testGateway, testSite } from './gateway.ts';
import { STORE } from './messages.ts';
import { openBrowser } from './page-browser.ts';
import { buildPage } from './page-build.ts';
import { publishShop, shopMinutes } from './seed.ts';

const PASSWORD = 'a long enough password';

/** Two rules that find something in any shop with a queue, of which the first costs more, and one of the gateway. */
function alertingConfig() {
  const parsed = parseGatewayConfig(`
alerts:
  defaults: false
  everyS: 1
  rules:
    - { id: queue-long, source: queue-length, threshold: 0, windowS: 0, department: checkout, moneyPerHour: 120 }
    - { id: wait-long, source: queue-wait, threshold: 0, windowS: 0, department: stock, moneyPerHour: 20 }
    - { id: job-failed, source: job-failed, threshold: 1, windowS: 0, department: it }
`);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.config;
}

export interface RoleShop {
  gateway: Gateway;
  browser: Browser;
  /** Lets a job of the whole gateway fail. */
  failJob(): Promise<void>;
  close(): Promise<void>;
}

/** A gateway nobody has signed in to yet, with the page, an hour and a half of a shop's figures, and a browser. */
export async function openRoleShop(): Promise<RoleShop> {
  const folder = tempFolder();
  const sites = [testSite({ zones: SHOP_ZONES })];
  const gateway = await testGateway(folder.path, { sites, pageFolder: await buildPage(), config: alertingConfig() });
  const node = await TestNode.connect(gateway.brokerUrl);
  await eventually(async () => (await fetch(`${gateway.address}/readyz`)).ok);
  await publishShop(node, shopMinutes(90));
  const browser = await openBrowser();
  return {
    ...{ gateway, browser },
    async failJob() {
      const db = openDb(`${folder.path}/gateway.db`);
      // Later than any real one, so that it is the newest, and nobody tries it again.
      const due = Date.now() + 86_400_000;
      const row = { job: 'upkeep', scope: '', day: '', due, retry_at: due, state: 'failed' as const, attempts: 3 };
      const rest = { lease_until: null, holder: null, progress: null, note: null, result: null, error: 'disk full' };
      await db
        .insertInto('job_run')
        .values({ ...row, ...rest, started: due, finished: due })
        .execute();
      await db.destroy();
    },
    async close() {
      await browser.close();
      await node.close();
      await gateway.close();
      folder.remove();
    },
  };
}

/** A browser's window of its own, as another person's is. */
export interface Person {
  page: Page;
  context: BrowserContext;
  /** What the page complained of to its console, but for refusals that are meant. */
  complaints: string[];
  /** Asks the API as the page would, with the session's secret; what it answers. */
  call(method: string, path: string, body?: unknown): Promise<{ status: number; body: string }>;
  at(id: string): Locator;
  /** Goes to a view by its name behind `#/`. */
  open(view: string): Promise<void>;
}

export async function newPerson(browser: Browser, address: string, width = 1440): Promise<Person> {
  const context = await browser.newContext({ viewport: { width, height: 900 } });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (it) => it.type() === 'error' && !/status of 40\d/.test(it.text()) && complaints.push(it.text()));
  return {
    ...{ page, context, complaints },
    at: (id) => page.getByTestId(id),
    async open(view) {
      await page.evaluate((hash) => {
        location.hash = hash;
      }, `#/${view}`);
    },
    call: (method, path, body) =>
      page.evaluate(
        async (asked) => {
          const secret = localStorage.getItem('aisle-csrf') ?? '';
          const response = await fetch(asked.path, {
            method: asked.method,
            headers: { 'x-aisle-csrf': secret, ...(asked.body && { 'content-type': 'application/json' }) },
            body: asked.body,
          });
          return { status: response.status, body: await response.text() };
        },
        { method, path: address + path, body: body === undefined ? undefined : JSON.stringify(body) },
      ),
  };
}

/** Makes a user of that role over the API, as an administrator who is signed in, with the password of all. */
export async function addUser(admin: Person, address: string, role: Role): Promise<void> {
  const made = await admin.call('POST', '/api/v1/users', { name: role, grants: [{ role, scope: 'all' }] });
  const [, link] = (JSON.parse(made.body) as { link: string }).link.split('#link=');
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ link, password: PASSWORD });
  await fetch(`${address}/api/v1/links/claim`, { method: 'POST', headers, body });
}

/** Fills in the sign-in form that stands before the page. */
export async function signIn({ page, at }: Person, name: string, password = PASSWORD): Promise<void> {
  await at('sign-in').waitFor();
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** Chooses a password on the page of a one-time link. */
export async function claim({ page, at }: Person, link: string, name?: string): Promise<void> {
  await page.goto(link);
  await at('link').locator('form').waitFor();
  if (name !== undefined) await page.getByLabel('Name').fill(name);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByLabel('The same again').fill(PASSWORD);
  await page.getByRole('button', { name: 'Set the password and sign in' }).click();
}

export interface Expected {
  role: Role;
  views: string[];
  /** Whether they work on alerts and notes. */
  acts: boolean;
}
const SEEN = ['Today', 'Funnel', 'Alerts', 'Notes'];
export const ROLE_VIEWS: Expected[] = [
  { role: 'viewer', views: [...SEEN, 'Privacy'], acts: false },
  { role: 'manager', views: [...SEEN, 'Imports', 'Privacy'], acts: true },
  { role: 'planner', views: [...SEEN, 'Imports', 'Privacy'], acts: false },
  { role: 'ops', views: [...SEEN, 'Imports', 'Jobs', 'Privacy'], acts: true },
  { role: 'admin', views: [...SEEN, 'Imports', 'Jobs', 'Users', 'Tokens', 'Audit trail', 'Privacy'], acts: true },
];

/** Calls of the API that not everybody may make: method, path, body, and whether who has these views may. */
export function triesOf(alert: string, views: readonly string[], acts: boolean): [string, string, unknown, boolean][] {
  const store = `/api/v1/stores/${STORE}`;
  return [
    ['PATCH', `${store}/alerts/${alert}`, { action: 'acknowledge' }, acts],
    ['GET', `${store}/pos/imports`, undefined, views.includes('Imports')],
    ['GET', '/api/v1/jobs', undefined, views.includes('Jobs')],
    ['GET', '/api/v1/users', undefined, views.includes('Users')],
    ['GET', '/api/v1/audit', undefined, views.includes('Audit trail')],
    ['GET', `${store}/privacy`, undefined, true],
  ];
}

/** Writes the note of a drill from 10:00 to 10:30, which takes that time out of the figures. */
export async function addDrill({ page }: Person): Promise<void> {
  await page.getByRole('button', { name: 'Add a note' }).click();
  await page.getByLabel('From', { exact: true }).fill('2026-10-01T10:00');
  await page.getByLabel('To', { exact: true }).fill('2026-10-01T10:30');
  await page.getByLabel('What it is').selectOption('drill');
  await page.getByLabel('What happened').fill('Everybody out and in again.');
  await page.getByLabel(/Counts as not seen/).check();
  await page.getByRole('button', { name: 'Add the note' }).click();
}
