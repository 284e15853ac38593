import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { Outbox } from '../../edge/outbox/outbox.ts';
import { Sender } from '../../edge/outbox/sender.ts';
import { connectMqtt } from '../../models/host/mqtt.ts';
import { PROJECT } from '../../models/host/paths.ts';
import { eventually, silent, tempFolder } from '../support/gateway.ts';
import { freePort } from '../support/line.ts';
import { seeded, WALK_FPS, walk, walkSite } from '../support/walk.ts';

/** `npm test` makes a few; a night with AISLE_CHAOS_ROUNDS=500 makes many. */
const ROUNDS = Number(process.env.AISLE_CHAOS_ROUNDS ?? 5);
const SEED = Number(process.env.AISLE_CHAOS_SEED ?? 20_261_122);

const folder = tempFolder();
const state = join(folder.path, 'state');
const running = new Set<ChildProcess>();
afterEach(async () => {
  for (const child of running) await kill(child, 'SIGKILL');
});
afterAll(() => folder.remove());

function start(args: string[]): ChildProcess {
  const child = spawn(process.execPath, ['--import', 'tsx', 'aisle.ts', ...args], {
    cwd: PROJECT,
    env: { ...process.env, AISLE_STATE: state, AISLE_LOG: 'fatal' },
    stdio: 'ignore',
  });
  running.add(child);
  return child;
}

async function kill(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  running.delete(child);
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
}

/** What the gateway did not take, for the report of a failure. */
function refused(): string {
  const db = new Database(join(state, 'gateway', 'gateway.db'), { readonly: true });
  const rows = db.prepare('SELECT channel, reason, seq, times FROM refused LIMIT 5').all();
  const [stored] = db.prepare('SELECT count(*) AS n, max(seq) AS last FROM messages').all();
  db.close();
  return JSON.stringify({ rows, stored });
}

interface Row {
  epoch: string;
  seq: number;
  kind: string;
  body: string;
}

const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);

describe('stopping, starting and kill -9 of node and gateway at any point', () => {
  it(`loses nothing and doubles nothing (${ROUNDS} rounds, seed ${SEED})`, {
    timeout: 100_000 + ROUNDS * 15_000,
  }, async () => {
    const random = seeded(SEED);
    const mqttPort = await freePort();
    const site = join(folder.path, 'site.yaml');
    // As fast as possible and for ever: minutes pass in tenths of a second.
    const source = `{ kind: detections, path: walk.txt, fps: ${WALK_FPS}, width: 800, height: 600, loop: true, realTime: false }`;
    writeFileSync(join(folder.path, 'walk.txt'), walk({ seed: SEED, people: 3, seconds: 90 }));
    writeFileSync(site, walkSite({ mqttPort, cameras: [{ id: 'door', source }] }));
    const gatewayArgs = ['gateway', '--site', site, '--port', '0'];
    const edgeArgs = ['edge', '--site', site];

    let gateway = start(gatewayArgs);
    let edge = start(edgeArgs);
    const history: string[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      await new Promise((resolve) => setTimeout(resolve, 2500 + random() * 4500));
      const signal = random() < 0.25 ? 'SIGTERM' : 'SIGKILL';
      const which = random();
      history.push(`${signal} ${which < 0.4 ? 'edge' : which < 0.8 ? 'gateway' : 'both'}`);
      if (which < 0.4 || which >= 0.8) {
        await kill(edge, signal);
        edge = start(edgeArgs);
      }
      if (which >= 0.4) {
        await kill(gateway, signal);
        await new Promise((resolve) => setTimeout(resolve, random() * 1000));
        gateway = start(gatewayArgs);
      }
    }
    await new Promise((resolve) => setTimeout(resolve, 6000));
    await kill(edge, 'SIGTERM');

    // What is still in the outbox goes over now.
    const outbox = new Outbox(join(state, 'edge', 'walk', 'edge-1', 'outbox.db'), 'walk', 'edge-1');
    const client = connectMqtt({ url: `mqtt://127.0.0.1:${mqttPort}`, clientId: 'rest', log: silent });
    const sender = new Sender(outbox, client, 'walk', 'edge-1', silent);
    sender.start();
    await eventually(() => outbox.stats().waiting === 0, 80_000).catch((error: Error) => {
      throw new Error(`${error.message}: ${JSON.stringify(outbox.stats())}, refused ${refused()}`);
    });
    const { epoch } = outbox;
    const { lastSeq } = outbox.stats();
    sender.stop();
    await client.endAsync(true);
    outbox.close();
    await kill(gateway, 'SIGTERM');

    const db = new Database(join(state, 'gateway', 'gateway.db'), { readonly: true });
    try {
      const rows = db.prepare('SELECT epoch, seq, kind, body FROM messages ORDER BY seq').all() as Row[];
      expect(rows.length, history.join(', ')).toBeGreaterThan(20);
      expect(new Set(rows.map((row) => row.epoch))).toEqual(new Set([epoch]));
      expect(
        rows.map(({ seq }) => seq),
        history.join(', '),
      ).toEqual(Array.from({ length: lastSeq }, (_, i) => i + 1));
      expect(db.prepare('SELECT count(*) AS n FROM conflicts').get()).toEqual({ n: 0 });
      expect(db.prepare('SELECT count(*) AS n FROM refused').get()).toEqual({ n: 0 });

      // The figures are the sums of the messages, each once.
      const data = rows.map(({ kind, body }) => ({ kind, ...JSON.parse(body).data }));
      const traffic = data.filter(({ kind }) => kind === 'agg/traffic').flatMap(({ lines }) => lines);
      expect(db.prepare('SELECT sum(count_in) AS i, sum(count_out) AS o FROM traffic').get()).toEqual({
        i: sum(traffic.map((line) => line.in)),
        o: sum(traffic.map((line) => line.out)),
      });
      const zones = data.filter(({ kind }) => kind === 'agg/zone').flatMap((message) => message.zones);
      const stored = db.prepare('SELECT sum(visits) AS visits, sum(occupancy_s) AS s FROM zone').get() as Record<
        string,
        number
      >;
      expect(stored.visits).toBe(sum(zones.map((zone) => zone.visits)));
      expect(stored.s).toBeCloseTo(sum(zones.map((zone) => zone.occupancyS)), 3);
      expect(stored.s).toBeGreaterThan(100);
    } finally {
      db.close();
    }
  });
});
