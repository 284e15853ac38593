import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createSimulatedSource } from '../../calibration/simulator/source.ts';
import { demoStore } from '../../commands/demo-store.ts';
import { feedTills } from '../../commands/till-feed.ts';
import { EdgeNode } from '../../edge/node.ts';
import { registerSource } from '../../edge/source/registry.ts';
import type { Gateway } from '../../gateway/gateway.ts';
import { Heat } from '../../models/contract/api/heat.ts';
import { Queues } from '../../models/contract/api/queues.ts';
import { StoreDetail } from '../../models/contract/api/stores.ts';
import { Today } from '../../models/contract/api/today.ts';
import { check } from '../../models/contract/parse.ts';
import { SalesAnswer } from '../../models/contract/sales.ts';
import { Shelves } from '../../models/contract/shelves.ts';
import { type LoadedSite, siteRevision } from '../../models/host/site-file.ts';
import { eventually, silent, tempFolder, testGateway } from '../support/gateway.ts';

const folder = tempFolder();
const stop = new AbortController();
let gateway: Gateway;
let node: EdgeNode;
let tills: Promise<void>;
let store: string;

/** A small store like the demo's, much faster: node, broker, gateway and tills as the demo runs them. */
beforeAll(async () => {
  registerSource(createSimulatedSource());
  const site = demoStore({ seed: 2, speed: 500, products: 110, cameras: 5, warmUpDays: 0 });
  site.mqtt.url = 'mqtt://127.0.0.1:0';
  const loaded: LoadedSite = { path: join(folder.path, 'store.yaml'), site, revision: siteRevision(site) };
  gateway = await testGateway(folder.path, { sites: [loaded] });
  const own = { ...loaded, site: { ...site, mqtt: { url: gateway.brokerUrl } } };
  store = site.store;
  const statePath = folder.path;
  node = new EdgeNode({
    site: own,
    node: site.nodes[0].id,
    statePath,
    version: 'test',
    log: silent,
    checkpointMs: 500,
  });
  node.start();
  tills = feedTills(gateway, site, silent, stop.signal);
}, 20_000);
afterAll(async () => {
  stop.abort();
  await tills;
  await node?.close();
  await gateway?.close();
  folder.remove();
}, 20_000);

async function get<S extends Parameters<typeof check>[0]>(schema: S, path: string) {
  const response = await fetch(`${gateway.address}/api/v1/stores/${store}${path}`);
  const checked = check(schema, await response.json());
  if (!checked.ok) throw new Error(`${path}: ${checked.reason}`);
  return checked.value;
}

it('has people, heat, queues, shelves and tills live, and says that it is simulated', { timeout: 90_000 }, async () => {
  const sales = await eventually(async () => {
    const answer = await get(SalesAnswer, '/sales');
    const enough = (answer.total.transactions ?? 0) > 20 && answer.total.conversion.value !== null;
    return enough ? answer : undefined;
  }, 80_000);
  expect(sales.currency).toBe('EUR');
  expect(sales.total.conversion.value!).toBeGreaterThan(0.3);
  expect(sales.total.conversion.value!).toBeLessThan(1.3);
  const shelves = await eventually(async () => {
    const answer = await get(Shelves, '/shelves');
    return answer.now.full + answer.now.low + answer.now.empty > 0 ? answer : undefined;
  }, 20_000);
  expect(shelves.total.knownS).toBeGreaterThan(0);
  expect(shelves.shelves.flatMap((it) => it.facings).every((it) => it.name !== null)).toBe(true);
  const today = await get(Today, '/today');
  expect(today.entries.value!).toBeGreaterThan(20);
  // The night before is part of the day, and was seen.
  expect(today.entries.coverage!).toBeGreaterThan(0.95);
  expect((await get(Heat, '/heat')).totalPersonS).toBeGreaterThan(0);
  expect((await get(Queues, '/queues')).queues[0].total.joined).toBeGreaterThan(0);
  const detail = await get(StoreDetail, '');
  expect(detail).toMatchObject({ clock: 'simulated', footage: 'simulated' });
  expect(detail.notices[0]).toContain('simulated store');
});
