import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { EdgeNode } from '../../edge/node.ts';
import { Outbox } from '../../edge/outbox/outbox.ts';
import { startBroker } from '../../gateway/broker.ts';
import type { HealthMessage } from '../../models/contract/node-messages.ts';
import { connectMqtt } from '../../models/host/mqtt.ts';
import { loadSite } from '../../models/host/site-file.ts';
import { eventually, silent, tempFolder } from '../support/gateway.ts';
import { freePort } from '../support/line.ts';
import { NO_RTSP, RtspServer } from '../support/rtsp-server.ts';
import { WALK_FPS, walk, walkSite } from '../support/walk.ts';

const folder = tempFolder();
const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});
afterAll(() => folder.remove());
beforeAll(() => writeFileSync(join(folder.path, 'walk.txt'), walk({ seconds: 60 })));

const recorded = (more: string) => ({
  id: 'door',
  source: `{ kind: detections, path: walk.txt, fps: ${WALK_FPS}, width: 800, height: 600, ${more} }`,
});

function siteOf(name: string, mqttPort: number, cameras: { id: string; source: string }[]) {
  const path = join(folder.path, `${name}.yaml`);
  writeFileSync(path, walkSite({ mqttPort, cameras }));
  return loadSite(path);
}

function nodeOf(site: ReturnType<typeof siteOf>, statePath: string, log = silent): EdgeNode {
  mkdirSync(statePath, { recursive: true });
  return new EdgeNode({ site, node: 'edge-1', statePath, version: 'test', log, checkpointMs: 250 });
}

/** What a node says to a broker of one protocol or another. */
async function listen(url: string): Promise<{ topic: string; payload: string }[]> {
  const heard: { topic: string; payload: string }[] = [];
  const ear = connectMqtt({ url, clientId: 'ear', log: silent });
  ends.push(() => ear.endAsync(true));
  ear.on('message', (topic, payload) => heard.push({ topic, payload: payload.toString() }));
  await eventually(() => ear.connected);
  await ear.subscribeAsync('aisle/#', { qos: 1 });
  return heard;
}

const healthOf = (heard: { topic: string; payload: string }[]): HealthMessage | undefined => {
  const last = heard.filter(({ topic }) => topic.endsWith('/health')).at(-1);
  return last && (JSON.parse(last.payload) as HealthMessage);
};

describe('an edge node', () => {
  it('that is stopped in the middle goes on where it was: its minutes add up', { timeout: 30_000 }, async () => {
    const site = siteOf('halves', 9, [recorded('loop: true')]);
    const state = join(folder.path, 'halves');
    const begunMs = performance.now();
    for (let life = 0; life < 2; life++) {
      const node = nodeOf(site, state);
      node.start();
      await new Promise((resolve) => setTimeout(resolve, 2000));
      await node.close();
    }
    const livedS = (performance.now() - begunMs) / 1000;
    const outbox = new Outbox(join(state, 'outbox.db'), 'walk', 'edge-1');
    const messages = outbox.after(0, 1000).map(({ channel, body }) => ({ channel, ...JSON.parse(body) }));
    outbox.close();
    expect(messages.map(({ seq }) => seq)).toEqual(messages.map((_, i) => i + 1));
    const seconds = messages
      .filter(({ channel }) => channel === 'agg/zone')
      .reduce((total, { data }) => total + data.floors[0].occupancyS, 0);
    // Four people all the time, and nobody twice; the tracker needs a moment for each.
    expect(seconds).toBeGreaterThan(0.4 * 4 * livedS);
    expect(seconds).toBeLessThan(4 * livedS);
  });

  it('looks at a recording once: the end of it is kept, and another one is looked at anew', {
    timeout: 30_000,
  }, async () => {
    const site = siteOf('once', 9, [
      {
        id: 'door',
        source: `{ kind: detections, path: once.txt, fps: ${WALK_FPS}, width: 800, height: 600, realTime: false }`,
      },
    ]);
    const state = join(folder.path, 'once');
    const personS = async (seed: number): Promise<number> => {
      writeFileSync(join(folder.path, 'once.txt'), walk({ seconds: 60, seed }));
      const node = nodeOf(site, state);
      node.start();
      await node.ended;
      await node.close();
      const outbox = new Outbox(join(state, 'outbox.db'), 'walk', 'edge-1');
      const zones = outbox.after(0, 1000).filter(({ channel }) => channel === 'agg/zone');
      outbox.close();
      return zones.reduce((total, { body }) => total + JSON.parse(body).data.floors[0].occupancyS, 0);
    };
    const first = await personS(1);
    expect(first).toBeGreaterThan(225);
    expect(await personS(1)).toBe(first);
    expect(await personS(2)).toBeGreaterThan(first + 225);
  });

  it('says how many it leaves out because they are off the plan', { timeout: 30_000 }, async () => {
    const broker = await startBroker(new URL('mqtt://127.0.0.1:0'), silent);
    ends.push(() => broker.close());
    const heard = await listen(broker.url);
    // The camera looks four metres further than it should: whoever walks on the right is off the plan.
    const source = `{ kind: detections, path: walk.txt, fps: ${WALK_FPS}, width: 800, height: 600, loop: true }`;
    const site = siteOf('off', Number(new URL(broker.url).port), [{ id: 'door', source }]);
    const { calibration } = site.site.cameras[0];
    if ('points' in calibration) for (const { m } of calibration.points) m[0] += 4;
    const node = nodeOf(site, join(folder.path, 'off'));
    ends.push(() => node.close());
    node.start();
    const dropped = () =>
      heard
        .filter(({ topic }) => topic.endsWith('/live'))
        .some(({ payload }) => JSON.parse(payload).cameras[0].dropped['off-floor'] > 0);
    await eventually(dropped, 20_000);
  });

  it('says of a camera whose recording cannot be read that it is refused, and why', { timeout: 30_000 }, async () => {
    const broker = await startBroker(new URL('mqtt://127.0.0.1:0'), silent);
    ends.push(() => broker.close());
    const heard = await listen(broker.url);
    const source = `{ kind: detections, path: bad.txt, fps: ${WALK_FPS}, width: 800, height: 600 }`;
    writeFileSync(join(folder.path, 'bad.txt'), 'no detections\n');
    const site = siteOf('bad', Number(new URL(broker.url).port), [{ id: 'door', source }]);
    const node = nodeOf(site, join(folder.path, 'bad'));
    ends.push(() => node.close());
    node.start();
    const cameras = () =>
      heard.filter(({ topic }) => topic.endsWith('/live')).map(({ payload }) => JSON.parse(payload).cameras[0]);
    await eventually(() => cameras().some(({ state }) => state === 'refused'), 20_000);
    expect(cameras().at(-1).reason).toMatch(/bad\.txt/);
  });

  it('refuses a node that the site does not have', () => {
    const site = siteOf('who', 9, [recorded('')]);
    const make = () => new EdgeNode({ site, node: 'edge-9', statePath: folder.path, version: 'test', log: silent });
    expect(make).toThrowError(expect.objectContaining({ code: 'BAD_CALL', fix: expect.stringContaining('edge-1') }));
  });

  const mosquitto = ['/usr/sbin/mosquitto', '/usr/bin/mosquitto', '/usr/local/sbin/mosquitto'].find(existsSync);
  it.skipIf(!mosquitto)(
    `speaks with any broker: mosquitto, MQTT 5${mosquitto ? '' : ' (skipped: mosquitto is not installed)'}`,
    async () => {
      const port = await freePort();
      const config = join(folder.path, 'mosquitto.conf');
      writeFileSync(config, `listener ${port} 127.0.0.1\nallow_anonymous true\n`);
      const broker = spawn(mosquitto as string, ['-c', config], { stdio: 'ignore' });
      ends.push(async () => {
        const gone = once(broker, 'exit');
        broker.kill();
        await gone;
      });
      const heard = await listen(`mqtt://127.0.0.1:${port}`);
      const node = nodeOf(siteOf('mosquitto', port, [recorded('realTime: false')]), join(folder.path, 'mosquitto'));
      ends.push(() => node.close());
      node.start();
      await eventually(() => heard.some(({ topic }) => topic.endsWith('/birth')), 10_000);
      await eventually(() => heard.some(({ topic }) => topic.endsWith('/agg/heat')), 10_000);
    },
  );

  it.skipIf(NO_RTSP !== '')(
    `stops within seconds while a camera does not answer${NO_RTSP}`,
    { timeout: 30_000 },
    async () => {
      const server = await RtspServer.start();
      ends.push(() => server.kill());
      server.freeze();
      const site = siteOf('deaf', 9, [{ id: 'door', source: `{ kind: rtsp, url: "${server.url}" }` }]);
      const node = nodeOf(site, join(folder.path, 'deaf'));
      node.start();
      await new Promise((resolve) => setTimeout(resolve, 4000));
      const begunMs = performance.now();
      await node.close();
      expect(performance.now() - begunMs).toBeLessThan(3000);
    },
  );
});

const root = process.getuid?.() === 0;
describe.skipIf(!root)(`a node whose disk is full${root ? '' : ' (skipped: mounting a small disk needs root)'}`, () => {
  it('says so, keeps what it has counted in memory, and stores it when there is room', {
    timeout: 60_000,
  }, async (t) => {
    const disk = join(folder.path, 'disk');
    mkdirSync(disk);
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk], { stdio: 'ignore' });
    } catch {
      t.skip('this machine mounts no tmpfs');
    }
    ends.push(() => execFileSync('umount', ['-l', disk]));
    const said: string[] = [];
    const log = pino({ level: 'error' }, { write: (line: string) => said.push(line) });
    const broker = await startBroker(new URL('mqtt://127.0.0.1:0'), silent);
    ends.push(() => broker.close());
    const heard = await listen(broker.url);
    const port = Number(new URL(broker.url).port);
    const node = nodeOf(siteOf('full', port, [recorded('realTime: false')]), disk, log);
    let open = true;
    ends.push(() => (open ? node.close() : undefined));
    execFileSync('bash', ['-c', `head -c 2m /dev/zero > ${disk}/filler 2>/dev/null || true`]);
    node.start();
    await node.ended;
    await eventually(() => said.some((line) => line.includes('does not take the outbox')), 15_000);
    expect(healthOf(heard)?.outbox.lastSeq ?? 0).toBe(0);
    rmSync(join(disk, 'filler'));
    await eventually(() => heard.some(({ topic }) => topic.endsWith('/agg/zone')), 15_000);
    await node.close();
    open = false;
    const outbox = new Outbox(join(disk, 'outbox.db'), 'walk', 'edge-1');
    const zones = outbox.after(0, 1000).filter(({ channel }) => channel === 'agg/zone');
    outbox.close();
    const seconds = zones.reduce((total, { body }) => total + JSON.parse(body).data.floors[0].occupancyS, 0);
    // All of the walk: four people over a minute, counted once.
    expect(seconds).toBeGreaterThan(225);
    expect(seconds).toBeLessThan(245);
  });
});
