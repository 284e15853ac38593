import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EdgeNode } from '../../edge/node.ts';
import { type Gateway, startGateway } from '../../gateway/gateway.ts';
import type { AggregateData } from '../../models/contract/aggregate.ts';
import type { Heat } from '../../models/contract/api/heat.ts';
import type { NodeAnswer } from '../../models/contract/api/nodes.ts';
import type { Traffic } from '../../models/contract/api/traffic.ts';
import type { ZoneAnswer } from '../../models/contract/api/zones.ts';
import { MAX_MESSAGE_BYTES } from '../../models/contract/envelope.ts';
import { NODE_MESSAGES, type NodeMessageKind } from '../../models/contract/node-messages.ts';
import { parseDurable, parseNodeMessage } from '../../models/contract/parse.ts';
import { parseTopic } from '../../models/contract/topics.ts';
import { connectMqtt } from '../../models/host/mqtt.ts';
import { type LoadedSite, loadSite } from '../../models/host/site-file.ts';
import { eventually, silent, tempFolder } from '../support/gateway.ts';
import { freePort } from '../support/line.ts';
import { WALK_FPS, walk, walkSite } from '../support/walk.ts';
import { bookSays } from '../support/walk-book.ts';

const SECONDS = 150;
const PEOPLE = 4;
/** As fast as possible a recording plays from the beginning of time. */
const RANGE = 'from=1970-01-01T00:00:00Z&to=1970-01-01T01:00:00Z';

const folder = tempFolder();
let site: LoadedSite;
let gateway: Gateway;
let node: EdgeNode;
/** Everything that went over the broker. */
const wire: { topic: string; payload: string; retain: boolean; qos: number }[] = [];
let stopListening: () => Promise<unknown>;

const api = async <T>(path: string): Promise<T> => {
  const response = await fetch(`${gateway.address}/api/v1/${path}`);
  expect(response.status).toBe(200);
  return (await response.json()) as T;
};

beforeAll(async () => {
  const source = `{ kind: detections, path: walk.txt, fps: ${WALK_FPS}, width: 800, height: 600, realTime: false }`;
  const path = join(folder.path, 'site.yaml');
  writeFileSync(join(folder.path, 'walk.txt'), walk({ seed: 7, people: PEOPLE, seconds: SECONDS }));
  writeFileSync(path, walkSite({ mqttPort: await freePort(), cameras: [{ id: 'door', source }] }));
  site = loadSite(path);
  gateway = await startGateway({
    sites: [site],
    statePath: join(folder.path, 'gateway'),
    http: { host: '127.0.0.1', port: 0 },
    broker: 'embedded',
    log: silent,
    version: 'test',
  });
  const ear = connectMqtt({ url: gateway.brokerUrl, clientId: 'ear', log: silent });
  stopListening = () => ear.endAsync(true);
  ear.on('message', (topic, payload, { retain, qos }) =>
    wire.push({ topic, payload: payload.toString(), retain, qos }),
  );
  await eventually(() => ear.connected);
  await ear.subscribeAsync('#', { qos: 1 });
  node = new EdgeNode({ site, node: 'edge-1', statePath: folder.path, version: 'test', log: silent });
  node.start();
  await node.ended;
  await eventually(() => wire.some(({ topic }) => topic.endsWith('/health')), 15_000);
  await eventually(async () => {
    const { nodes } = await api<{ nodes: NodeAnswer[] }>('nodes');
    return nodes[0].stored.messages > 0 && nodes[0].stored.missing === 0 && nodes[0].health?.outbox.waiting === 0;
  }, 30_000);
}, 60_000);

afterAll(async () => {
  await node?.close();
  await stopListening?.();
  await gateway?.close();
  folder.remove();
});

const sum = (values: Iterable<number>) => [...values].reduce((a, b) => a + b, 0);

describe('the whole line: recorded detections → node → MQTT → gateway → API', () => {
  it('holds the person-seconds of those who were there', async () => {
    const heat = await api<Heat>(`stores/walk/heat?${RANGE}`);
    expect(heat).toMatchObject({ columns: 8, rows: 6, cellM: 1, suppressed: false });
    // The tracker needs a moment to believe in a person, and may see double for a moment when two pass each other.
    expect(heat.totalPersonS).toBeGreaterThan(PEOPLE * SECONDS * 0.97);
    expect(heat.totalPersonS).toBeLessThan(PEOPLE * SECONDS * 1.02);
    expect(sum(heat.personS.map((v) => v ?? 0)) + (heat.unplaced?.personS ?? 0)).toBeCloseTo(heat.totalPersonS, 3);
  });

  it('says what the book says: heat, traffic and zones', async () => {
    const messages = await bookSays(site, folder.path);
    const of = <K extends AggregateData['kind']>(kind: K) =>
      messages.flatMap((m) => (m.kind === kind ? [m.data as Extract<AggregateData, { kind: K }>['data']] : []));
    const cells = new Map<number, number>();
    for (const { cells: list } of of('heat')) {
      for (const [index, personS] of list) cells.set(index, (cells.get(index) ?? 0) + personS);
    }
    const heat = await api<Heat>(`stores/walk/heat?${RANGE}`);
    heat.personS.forEach((personS, index) => {
      expect(personS ?? 0).toBeCloseTo(cells.get(index) ?? 0, 3);
    });

    const traffic = await api<Traffic>(`stores/walk/traffic?${RANGE}&bucket=total`);
    const lines = of('traffic').flatMap((data) => data.lines);
    expect(traffic.points).toHaveLength(1);
    expect(traffic.points[0]).toMatchObject({
      line: 'middle',
      in: sum(lines.map((line) => line.in)),
      out: sum(lines.map((line) => line.out)),
    });
    expect(traffic.points[0].in as number).toBeGreaterThan(3);

    for (const id of ['left', 'right']) {
      const rows = of('zone').flatMap((data) => data.zones.filter(({ zone }) => zone === id));
      const { total } = await api<ZoneAnswer>(`stores/walk/zones/${id}?${RANGE}`);
      expect(total.visits).toBe(sum(rows.map((row) => row.visits)));
      expect(total.personS).toBeCloseTo(sum(rows.map((row) => row.occupancyS)), 3);
      expect(total.ended).toBe(sum(rows.map((row) => row.ended)));
    }
  });

  it('conserves people: who is in a zone is on the floor, and the zones share the floor out', async () => {
    const heat = await api<Heat>(`stores/walk/heat?${RANGE}`);
    const zones = await Promise.all(['left', 'right'].map((id) => api<ZoneAnswer>(`stores/walk/zones/${id}?${RANGE}`)));
    expect(sum(zones.map(({ total }) => total.personS ?? 0))).toBeCloseTo(heat.totalPersonS, 2);
  });

  it('has every message once, and none that conflicts', async () => {
    const { nodes } = await api<{ nodes: NodeAnswer[] }>('nodes');
    const [{ stored }] = nodes;
    expect(stored).toMatchObject({ conflicts: 0, refused: 0, missing: 0, messages: stored.lastSeq });
  });
});

describe('what leaves a node', () => {
  const FORBIDDEN =
    /^(x|y|xy|xyxy|xm|ym|px|position|positions|track|tracks|trackid|person|people_ids|personid|box|bbox|boxes|image|jpeg|png|crop|embedding|descriptor|feature|features|face|url|path|password)$/i;
  /** `id` names the message itself; nothing inside the data may have one. */
  const keysOf = (value: unknown, at = ''): [key: string, path: string][] =>
    value === null || typeof value !== 'object'
      ? []
      : Object.entries(value).flatMap(([key, inner]) => [
          ...(Array.isArray(value) ? [] : [[key, `${at}/${key}`] as [string, string]]),
          ...keysOf(inner, `${at}/${key}`),
        ]);
  const stringsOf = (value: unknown): string[] =>
    typeof value === 'string'
      ? [value]
      : value && typeof value === 'object'
        ? Object.values(value).flatMap(stringsOf)
        : [];

  it('is of the contract, strictly: no topic and no field beyond it', () => {
    expect(wire.length).toBeGreaterThan(5);
    const channels = new Set<string>();
    for (const { topic, payload } of wire) {
      const parsed = parseTopic(topic);
      expect(parsed, topic).toBeDefined();
      const { channel = '' } = parsed ?? {};
      channels.add(channel);
      const read =
        channel in NODE_MESSAGES
          ? parseNodeMessage(channel as NodeMessageKind, payload)
          : parseDurable(channel, payload);
      expect(read.ok ? '' : `${topic}: ${read.reason}`).toBe('');
      expect(Buffer.byteLength(payload)).toBeLessThanOrEqual(MAX_MESSAGE_BYTES);
    }
    for (const wanted of ['state', 'birth', 'health', 'live', 'agg/traffic', 'agg/zone', 'agg/heat', 'agg/flow']) {
      expect([...channels]).toContain(wanted);
    }
  });

  it('holds no picture, no crop, no descriptor, no position and no track id', () => {
    for (const { topic, payload } of wire) {
      const message = JSON.parse(payload) as { data?: unknown };
      const inner = message.data ?? message;
      for (const [key, path] of keysOf(inner)) {
        expect(FORBIDDEN.test(key) || key === 'id' ? `${topic} has ${path}` : '').toBe('');
      }
      // Nothing long enough to hide a picture or a descriptor in, and nothing binary.
      for (const text of stringsOf(inner)) {
        expect(text.length).toBeLessThan(600);
        expect(/^[A-Za-z0-9+/]{80,}={0,2}$/.test(text)).toBe(false);
      }
    }
  });

  it('links no two messages of one person: positions come only as sums of cells over a whole period', () => {
    const heats = wire
      .filter(({ topic }) => topic.endsWith('/agg/heat'))
      .map(({ payload }) => JSON.parse(payload).data);
    expect(heats.length).toBeGreaterThan(0);
    for (const heat of heats) {
      expect(heat.seconds).toBe(60);
      for (const cell of heat.cells) {
        expect(cell).toHaveLength(3);
        expect(Number.isInteger(cell[0])).toBe(true);
      }
    }
    const live = wire.filter(({ topic }) => topic.endsWith('/live')).map(({ payload }) => JSON.parse(payload));
    for (const message of live) {
      expect(Object.keys(message).sort()).toEqual(['bucket', 'cameras', 'lines', 'people', 'time', 'zones']);
    }
  });

  it('is retained only where the design says so, and has the quality of service that it says', () => {
    for (const { topic, qos } of wire) {
      const channel = topic.split('/').slice(4).join('/');
      if (channel.startsWith('agg/') || channel.startsWith('event/')) expect(`${topic} ${qos}`).toBe(`${topic} 1`);
    }
  });

  it('keeps only state and birth in the broker, and the last will says offline when the node dies', {
    timeout: 20_000,
  }, async () => {
    const kept: { topic: string; payload: string }[] = [];
    const late = connectMqtt({ url: gateway.brokerUrl, clientId: 'late', log: silent });
    late.on('message', (topic, payload, { retain }) => retain && kept.push({ topic, payload: payload.toString() }));
    await eventually(() => late.connected);
    await late.subscribeAsync('#', { qos: 1 });
    await eventually(() => kept.length >= 2);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(kept.map(({ topic }) => topic).sort()).toEqual(['aisle/1/walk/edge-1/birth', 'aisle/1/walk/edge-1/state']);
    expect(JSON.parse(kept.find(({ topic }) => topic.endsWith('/state'))?.payload ?? '').state).toBe('online');
    // Pull the cable: the connection is gone without a word.
    (node as unknown as { voice: { client: { stream: { destroy(): void } } } }).voice.client.stream.destroy();
    const states = () =>
      wire.filter(({ topic }) => topic.endsWith('/state')).map(({ payload }) => JSON.parse(payload).state);
    await eventually(() => states().includes('offline'));
    // It comes back by itself and says so.
    await eventually(() => states().at(-1) === 'online', 10_000);
    await late.endAsync(true);
  });

  it('names cameras by id in birth and health, never by where they are', () => {
    const said = wire
      .filter(({ topic }) => /\/(birth|health|live)$/.test(topic))
      .map(({ payload }) => payload)
      .join('\n');
    expect(said).not.toContain('walk.txt');
    expect(said).not.toContain(folder.path);
  });
});
