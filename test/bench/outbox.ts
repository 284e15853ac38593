import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { Outbox, type Outgoing } from '../../edge/outbox/outbox.ts';
import { Sender } from '../../edge/outbox/sender.ts';
import { startGateway } from '../../gateway/gateway.ts';
import { emptyHistogram } from '../../models/contract/histogram.ts';
import { instant } from '../../models/contract/ids.ts';
import { parseSite } from '../../models/contract/site-parse.ts';
import { connectMqtt } from '../../models/host/mqtt.ts';
import { siteRevision } from '../../models/host/site-file.ts';

const DAYS = 30;
const MINUTES = DAYS * 24 * 60;
const ZONES = Array.from({ length: 8 }, (_, i) => `zone-${i}`);
const LINES = ['door', 'back', 'lift'];
const HEAT_MINUTES = 2;
const LIMIT_MS = 10 * 60_000;

export const name = 'outbox';

/** 30 days without a gateway: how large the outbox grows, and how long it takes to hand everything over to a real one. */
export async function run(options: { seed: number; json: boolean }): Promise<Record<string, number>> {
  const folder = mkdtempSync(join(tmpdir(), 'aisle-outbox-'));
  const log = pino({ level: 'silent' });
  const outbox = new Outbox(join(folder, 'outbox.db'), 'demo', 'edge-1');
  const gateway = await startGateway({
    sites: [site()],
    statePath: folder,
    http: { host: '127.0.0.1', port: 0 },
    broker: 'embedded',
    log,
    version: 'bench',
  });
  const client = connectMqtt({ url: gateway.brokerUrl, clientId: 'bench', log });
  const sender = new Sender(outbox, client, 'demo', 'edge-1', log);
  try {
    fill(outbox, options.seed);
    const { waiting, lastSeq } = outbox.stats();
    const bytes = statSync(join(folder, 'outbox.db')).size;
    const begunMs = performance.now();
    sender.start();
    while (outbox.stats().waiting > 0) {
      if (performance.now() - begunMs > LIMIT_MS) throw new Error(`${outbox.stats().waiting} messages are still there`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const seconds = (performance.now() - begunMs) / 1000;
    const result = {
      days: DAYS,
      messages: waiting,
      megabytes: Math.round(bytes / 1e5) / 10,
      drainSeconds: Math.round(seconds * 10) / 10,
      messagesPerSecond: Math.round(lastSeq / seconds),
    };
    if (!options.json) console.table(result);
    return result;
  } finally {
    sender.stop();
    await client.endAsync(true);
    await gateway.close();
    outbox.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Each minute its traffic and zones, each second one heat and flows: about 130,000 messages. */
function fill(outbox: Outbox, seed: number): void {
  let state = seed >>> 0;
  const chance = (n: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
  const t0 = Date.UTC(2026, 8, 1);
  let batch: Outgoing[] = [];
  for (let n = 0; n < MINUTES; n++) {
    const bucket = { start: instant(t0 + n * 60_000), seconds: 60 };
    const common = { family: 'agg', late: false } as const;
    const lines = LINES.map((line) => {
      const [into, out] = [chance(5), chance(5)];
      return { line, coverage: 1, in: into, out, inVariance: into / 10, outVariance: out / 10, visits: into + out };
    });
    batch.push({ ...common, kind: 'traffic', data: { ...bucket, lines } });
    const zones = ZONES.map((zone) => ({
      ...{ zone, coverage: 1, visits: chance(4), visitsVariance: 0.3, ended: 0, censored: 0, engaged: 0 },
      ...{ dwellS: chance(400) / 10, dwellHistogram: emptyHistogram(), censoredHistogram: emptyHistogram() },
      ...{ occupancyS: chance(2000) / 10, occupancyMax: chance(6) },
    }));
    const floors = [{ floor: '0', coverage: 1, occupancyS: chance(3000) / 10, occupancyMax: chance(9) }];
    batch.push({ ...common, kind: 'zone', data: { ...bucket, zones, floors } });
    if (n % HEAT_MINUTES === HEAT_MINUTES - 1) batch.push(...period(t0 + (n - HEAT_MINUTES + 1) * 60_000, chance));
    if (batch.length >= 500 || n === MINUTES - 1) {
      outbox.append(batch, 'revision', t0 + n * 60_000);
      batch = [];
    }
  }
}

function period(startMs: number, chance: (n: number) => number): Outgoing[] {
  const bucket = { start: instant(startMs), seconds: HEAT_MINUTES * 60 };
  const [columns, rows] = [48, 32];
  const cells = Array.from({ length: 80 }, (_, i): [number, number, number] => [
    i * 19,
    chance(600) / 10,
    3 + chance(9),
  ]);
  const heat = { ...bucket, floor: '0', cellM: 0.5, columns, rows, coverage: 1, cells };
  const flows = ZONES.slice(1).map((to, i) => ({ from: ZONES[i], to, count: chance(20), variance: 1 }));
  return [
    { family: 'agg', kind: 'heat', late: false, data: { ...heat, unplaced: { personS: 12.5, visits: 9 } } },
    { family: 'agg', kind: 'flow', late: false, data: { ...bucket, flows, unplaced: 4 } },
  ];
}

function site() {
  const polygons = ZONES.map(
    (id, i) => `  - { id: ${id}, floor: "0", kind: area, polygon: [[${i}, 0], [${i + 1}, 0], [${i}, 9]] }`,
  );
  const lines = LINES.map((id, i) => `  - { id: ${id}, floor: "0", role: street, from: [0, ${i}], to: [9, ${i}] }`);
  const parsed = parseSite(
    [
      'version: 1',
      'store: demo',
      'floors: [{ id: "0", widthM: 24, heightM: 16 }]',
      'nodes: [{ id: edge-1, cameras: [] }]',
      'zones:',
      ...polygons,
      'lines:',
      ...lines,
      'mqtt: { url: "mqtt://127.0.0.1:0" }',
    ].join('\n'),
  );
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return { path: 'bench.yaml', site: parsed.site, revision: siteRevision(parsed.site) };
}
