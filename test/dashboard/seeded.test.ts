import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Gateway } from '../../gateway/gateway.ts';
import type { Paths } from '../../models/contract/api/paths.ts';
import type { Queues } from '../../models/contract/api/queues.ts';
import type { Today } from '../../models/contract/api/today.ts';
import type { ZoneAnswer } from '../../models/contract/api/zones.ts';
import { eventually, SHOP_ZONES, TestNode, tempFolder, testGateway, testSite } from '../support/gateway.ts';
import { STORE } from '../support/messages.ts';
import { openBrowser } from '../support/page-browser.ts';
import { buildPage } from '../support/page-build.ts';
import { publishShop, shopMinutes } from '../support/seed.ts';

const folder = tempFolder();
let gateway: Gateway;
let node: TestNode;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  gateway = await testGateway(folder.path, {
    sites: [testSite({ zones: SHOP_ZONES })],
    pageFolder: await buildPage(),
  });
  node = await TestNode.connect(gateway.brokerUrl);
  await eventually(async () => (await fetch(`${gateway.address}/readyz`)).ok);
  await publishShop(node, shopMinutes(120));
  browser = await openBrowser();
  page = await browser.newPage({ viewport: { width: 1440, height: 1000 } });
  await page.goto(gateway.address);
  await page.getByTestId('heat-canvas').waitFor();
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await node?.close();
  await gateway?.close();
  folder.remove();
});

const api = async <T>(path: string): Promise<T> =>
  (await fetch(`${gateway.address}/api/v1/stores/${STORE}/${path}`)).json() as T;
const value = async (id: string): Promise<number> =>
  Number(await page.getByTestId(id).first().getAttribute('data-value'));
// biome-ignore lint/performance/useDomNodeTextContent: what is seen is what is tested
const text = (id: string): Promise<string> => page.getByTestId(id).first().innerText();

it('shows what the node counted, over broker, ingest, data base and API', async () => {
  const today = await api<Today>('today');
  expect(today.entries.value).toBeGreaterThan(100);
  expect(await value('entries')).toBe(today.entries.value);
  expect(await value('units')).toBe(today.units!.in);
  expect(today.units!.in).toBeLessThan(today.entries.value!);
  expect(await value('inside')).toBe(today.inside!.people);
  expect(await text('left-out')).toContain('5 h of staff');
});

it('shows the queue of the day', async () => {
  const { queues } = await api<Queues>('queues?bucket=quarter');
  const [{ total }] = queues;
  expect(total.waits.abandoned).toBeGreaterThan(2);
  expect(total.waitS.p90).toBeGreaterThan(total.waitS.mean!);
  await page.getByTestId('queue-chart').waitFor();
  const [{ now }] = (await api<Today>('today')).queues;
  expect(await value('queue-now')).toBe(now!.length);
  expect(await text('queue-gave-up')).toContain(String(total.waits.abandoned));
  expect(await text('queue-served')).toContain(String(total.waits.served));
});

it('shows stops and reaches of a fixture, and the door that errs', async () => {
  const { total } = await api<ZoneAnswer>('zones/shelf');
  const { stops, reaches } = total.interactions!;
  expect(await text('reach-shelf')).toMatch(new RegExp(`^${stops}\\s+${reaches} reached`));
  expect(await text('door-errs')).toBe('misses about 6 % in');
  expect(await page.getByTestId('status').allInnerTexts()).toContain('Line door misses about 6 % in');
});

it('draws the ways when they are asked for', async () => {
  expect(await page.getByTestId('ways').count()).toBe(0);
  await page.getByRole('button', { name: 'Ways' }).click();
  await page.getByTestId('ways').waitFor();
  const { cells } = await api<Paths>('paths?floor=0');
  const drawn = await page.getByTestId('ways').evaluate((it) => it.innerHTML.match(/M[\d.-]+ [\d.-]+L/g)?.length ?? 0);
  // Two strokes an arrow, and each drawn twice: the halo first.
  expect(drawn / 4).toBe(cells.length);
  expect(await text('ways-note')).toContain('one for each cell');
});
