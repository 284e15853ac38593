import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mqtt from 'mqtt';
import { pino } from 'pino';
import { type Gateway, type GatewayOptions, startGateway } from '../../gateway/gateway.ts';
import type { Envelope } from '../../models/contract/envelope.ts';
import type { AckMessage } from '../../models/contract/node-messages.ts';
import { parseSite } from '../../models/contract/site-parse.ts';
import { topicOf } from '../../models/contract/topics.ts';
import { type MqttClient, publish } from '../../models/host/mqtt.ts';
import { type LoadedSite, siteRevision } from '../../models/host/site-file.ts';
import { NODE, STORE } from './messages.ts';

export const silent = pino({ level: 'silent' });

/** A small store: one floor of 8 × 6 m, one camera, two zones (and those of `zones`, as YAML), one street line. */
export function testSite({
  k = 1,
  timeZone = 'Europe/Berlin',
  store = STORE,
  mqtt = 'mqtt://127.0.0.1:0',
  zones = '',
} = {}): LoadedSite {
  const parsed = parseSite(`
version: 1
store: ${store}
name: Test store
timeZone: ${timeZone}
floors: [{ id: "0", widthM: 8, heightM: 6, cellM: 1 }]
nodes: [{ id: ${NODE}, cameras: [door] }]
cameras:
  - id: door
    floor: "0"
    source: { kind: file, path: video.avi }
    calibration: { points: [{ px: [0, 0], m: [0, 0] }, { px: [100, 0], m: [8, 0] }, { px: [100, 100], m: [8, 6] }, { px: [0, 100], m: [0, 6] }] }
zones:
  - { id: entrance, name: Entrance, floor: "0", kind: entrance, polygon: [[0, 0], [4, 0], [4, 6], [0, 6]] }
  - { id: aisle, floor: "0", kind: area, polygon: [[4, 0], [8, 0], [8, 6], [4, 6]] }${zones}
lines:
  - { id: door, floor: "0", role: street, from: [0, 3], to: [4, 3] }
privacy: { k: ${k}, heatMinutes: 1 }
mqtt: { url: "${mqtt}" }
`);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return { path: 'test.yaml', site: parsed.site, revision: siteRevision(parsed.site) };
}

/** A queue with its till, and a fixture, for `testSite`. */
export const SHOP_ZONES = `
  - { id: queue, name: Queue, floor: "0", kind: queue, polygon: [[4, 0], [6, 0], [6, 2], [4, 2]] }
  - { id: till, floor: "0", kind: till, polygon: [[6, 0], [8, 0], [8, 2], [6, 2]] }
  - { id: shelf, floor: "0", kind: fixture, polygon: [[4, 4], [6, 4], [6, 6], [4, 6]] }`;

/** A folder that goes away with the test. */
export function tempFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'aisle-gateway-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

export const testGateway = (statePath: string, changes: Partial<GatewayOptions> = {}): Promise<Gateway> =>
  startGateway({
    sites: [testSite()],
    statePath,
    http: { host: '127.0.0.1', port: 0 },
    broker: 'embedded',
    log: silent,
    version: 'test',
    ...changes,
  });

/** Waits for a value that is not undefined, null or false. */
export async function eventually<T>(what: () => T | Promise<T>, patienceMs = 20_000): Promise<NonNullable<T>> {
  const end = performance.now() + patienceMs;
  for (;;) {
    const value = await what();
    if (value !== undefined && value !== null && value !== false) return value;
    if (performance.now() > end) throw new Error(`gave up after ${patienceMs} ms waiting for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** An edge node as the gateway sees it: it publishes, and hears acks. */
export class TestNode {
  readonly acks: AckMessage[] = [];
  readonly client: MqttClient;
  readonly #store: string;
  readonly #node: string;

  constructor(client: MqttClient, store: string, node: string) {
    this.client = client;
    this.#store = store;
    this.#node = node;
    client.on('message', (_, payload) => this.acks.push(JSON.parse(payload.toString())));
  }

  static async connect(url: string, store = STORE, node = NODE): Promise<TestNode> {
    const clientId = `${store}-${node}-${Math.trunc(performance.now() * 1000)}`;
    // 3.1.1 at once: the way down from 5 costs a second.
    const client = mqtt.connect(url, { clientId, protocolVersion: 4 });
    const test = new TestNode(client, store, node);
    await eventually(() => client.connected);
    await client.subscribeAsync(topicOf(store, node, 'ack'), { qos: 1 });
    return test;
  }

  /** Publishes under the channel that the envelope's type names. */
  send(message: Envelope): Promise<void> {
    const [, family, kind] = message.type.split('.');
    return this.publish(`${family}/${kind}`, JSON.stringify(message));
  }

  publish(channel: string, payload: string, retain = false): Promise<void> {
    return publish(this.client, `aisle/1/${this.#store}/${this.#node}/${channel}`, payload, { qos: 1, retain });
  }

  acked(test: (ack: AckMessage) => boolean): Promise<AckMessage> {
    return eventually(() => this.acks.find(test));
  }

  close(): Promise<void> {
    return this.client.endAsync();
  }
}
