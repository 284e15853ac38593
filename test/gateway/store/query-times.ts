// Prints ingest's speed and the times of a store-day's queries: node --import tsx test/gateway/store/query-times.ts
// A busy store: 6 lines, 12 zones with 2 visits a minute each, 3 queues, 60 cells a minute with heat and ways, around the
// clock for 10 days.

import { sumHeat } from '../../../gateway/figures/heat-sum.ts';
import { sumPaths } from '../../../gateway/figures/path-sum.ts';
import { openSqliteStore } from '../../../gateway/store/sqlite-store.ts';
import type { Envelope } from '../../../models/contract/envelope.ts';
import { incoming } from '../../support/api.ts';
import { tempFolder } from '../../support/gateway.ts';
import { envelope, flow, heat, path, queue, STORE, T0, traffic, zone } from '../../support/messages.ts';

const DAYS = 10;
const grid = { cellM: 0.5, columns: 58, rows: 50 };
const times = <T>(n: number, make: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => make(i));

function minuteOf(i: number): Envelope[] {
  const lines = times(6, (l) => traffic(i, { in: 1, out: 1, line: `line-${l}` }).lines[0]);
  const dwellHistogram = [0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0];
  const row = { visits: 2, ended: 2, dwellHistogram, occupancyS: 20 };
  const zones = times(12, (z) => zone(i, { ...row, zone: `zone-${z}` }).zones[0]);
  const cells = times(60, (c): [number, number, number] => [(c * 37 + i) % 2900, 1.5, 3]);
  const flows = flow(i, [
    ['zone-0', 'zone-1', 3],
    ['zone-1', 'zone-2', 2],
  ]);
  const waits = { ...{ served: 1, waitS: 60, services: 1, serviceS: 30 }, waitHistogram: dwellHistogram };
  const queues = times(3, (q) => queue(i, { ...waits, zone: `queue-${q}`, lengthS: 90, lengthMax: 3 }).queues[0]);
  const ways = times(60, (c): [number, number[]] => [(c * 37 + i) % 2900, [0, 1, 2, 1, 0, 0, 1, 0]]);
  return [
    envelope('agg/traffic', i * 6 + 1, { ...traffic(i, { in: 0, out: 0 }), lines }),
    envelope('agg/zone', i * 6 + 2, { ...zone(i), zones }),
    envelope('agg/heat', i * 6 + 3, { ...heat(i, cells), ...grid }),
    envelope('agg/flow', i * 6 + 4, flows),
    envelope('agg/queue', i * 6 + 5, { ...queue(i), queues }),
    envelope('agg/path', i * 6 + 6, { ...path(i, ways), ...grid }),
  ];
}

const folder = tempFolder();
const store = await openSqliteStore(`${folder.path}/gateway.db`);
let storeMs = 0;
for (let i = 0; i < DAYS * 1440; i += 50) {
  const messages = times(50, (n) => minuteOf(i + n)).flatMap((all) => all.map((m) => incoming(m)));
  const began = performance.now();
  await store.accept({ messages, refusals: [], contiguous: [] });
  storeMs += performance.now() - began;
}
console.log(`${Math.round((DAYS * 1440 * 6) / (storeMs / 1000))} messages a second stored, 300 a transaction`);

async function time(name: string, run: () => Promise<unknown>): Promise<void> {
  const taken: number[] = [];
  for (let i = 0; i < 15; i++) {
    const began = performance.now();
    await run();
    taken.push(performance.now() - began);
  }
  taken.sort((a, b) => a - b);
  const [least, median, longest] = [taken[0], taken[7], taken[14]].map((ms) => ms.toFixed(1));
  console.log(`${name}: least ${least} ms, median ${median} ms, longest ${longest} ms`);
}
const span = { store: STORE, fromMs: T0 + 5 * 86_400_000, toMs: T0 + 6 * 86_400_000 };
const total = { ...span, grainMs: Number.POSITIVE_INFINITY };
await time('traffic, total', () => store.traffic(total));
await time('traffic by hour', () => store.traffic({ ...span, grainMs: 3_600_000 }));
await time('traffic by minute', () => store.traffic({ ...span, grainMs: 60_000 }));
await time('12 zones, total', () => store.zones(total));
await time('one zone by hour', () => store.zones({ ...span, zone: 'zone-3', grainMs: 3_600_000 }));
await time('3 queues, total', () => store.queues(total));
await time('3 queues by quarter', () => store.queues({ ...span, grainMs: 900_000 }));
await time('floors', () => store.floors(span));
await time('flows', () => store.flows(span));
await time('heat, read and summed', async () => sumHeat(await store.heat({ ...span, floor: '0' }), grid, 1));
await time('ways, read and summed', async () => sumPaths(await store.paths({ ...span, floor: '0' }), grid, 1));
await time('newest bucket', () => store.latestBucketMs(STORE));
await time('state of the acks at start', () => store.epochs());
await store.close();
folder.remove();
