import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CameraEvents } from '../../models/contract/api/camera-events.ts';
import type { NodeAnswer } from '../../models/contract/api/nodes.ts';
import { aisle, type Ran } from '../support/aisle.ts';
import { tempFolder } from '../support/gateway.ts';
import { eventually, freePort, type RunningAisle, startAisle } from '../support/line.ts';
import { WALK_FPS, walk, walkSite } from '../support/walk.ts';

const folder = tempFolder();
const path = (name: string) => join(folder.path, name);
let running: RunningAisle | undefined;

/** Nothing is cached, shared or to be had: no weights, no network. */
const NO_WEIGHTS = {
  AISLE_WEIGHTS: '',
  AISLE_CACHE: path('no-cache'),
  npm_config_registry: 'http://127.0.0.1:9/',
  NODE_OPTIONS: `--import ${path('no-network.mjs')}`,
};

beforeAll(() => {
  writeFileSync(path('walk.txt'), walk({ seconds: 30 }));
  mkdirSync(path('no-cache'));
  writeFileSync(path('no-network.mjs'), 'globalThis.fetch = () => Promise.reject(new TypeError("no network"));\n');
});
afterEach(async () => {
  await running?.stop();
  running = undefined;
});
afterAll(() => folder.remove());

const env = (name: string) => ({ AISLE_STATE: path(name), AISLE_LOG: 'error' });

/** One clear message: what is wrong, then the fix, and no stack. */
function expectClear({ code, stdout, stderr }: Ran, exit: number, message: RegExp, fix: RegExp): void {
  expect(stderr).toMatch(message);
  expect(stderr).toMatch(new RegExp(`→ .*${fix.source}`));
  expect(stderr).not.toMatch(/\n\s+at |this is a bug/);
  expect(stdout).toBe('');
  expect(code).toBe(exit);
}

describe('one clear message, with the fix and the right exit code', () => {
  it('for a wrong site file', async () => {
    writeFileSync(path('wrong.yaml'), walkSite({ mqttPort: 1 }).replace('widthM: 8', 'widthM: -8'));
    const ran = await aisle(['run', '--site', path('wrong.yaml')], env('wrong'));
    expectClear(ran, 1, /wrong\.yaml:4: floors\[0\]\.widthM: /, /config check/);
  });

  it('for a site file that is not there', async () => {
    expectClear(await aisle(['edge', '--site', path('none.yaml')], env('none')), 1, /none\.yaml: ENOENT/, /--site/);
  });

  it('for a node that is not in it', async () => {
    writeFileSync(path('site.yaml'), walkSite({ mqttPort: 1 }));
    const ran = await aisle(['edge', '--site', path('site.yaml'), '--node', 'edge-9'], env('node'));
    expectClear(ran, 2, /no node edge-9/, /edge-1/);
  });

  it('for ports that are in use: the page’s and the broker’s', { timeout: 40_000 }, async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    try {
      writeFileSync(path('free.yaml'), walkSite({ mqttPort: await freePort() }));
      const page = await aisle(['run', '--site', path('free.yaml'), '--port', String(port)], env('page'));
      expectClear(page, 1, new RegExp(`the page: port ${port} .*in use`), /--port/);
      writeFileSync(path('taken.yaml'), walkSite({ mqttPort: port }));
      const broker = await aisle(['gateway', '--site', path('taken.yaml'), '--port', '0'], env('broker'));
      expectClear(broker, 1, new RegExp(`the embedded broker: port ${port} .*in use`), /mqtt\.url/);
    } finally {
      server.close();
    }
  });

  it('for an address beyond this machine', async () => {
    writeFileSync(path('site.yaml'), walkSite({ mqttPort: await freePort() }));
    const ran = await aisle(['gateway', '--site', path('site.yaml'), '--host', '0.0.0.0'], env('open'));
    expectClear(ran, 1, /0\.0\.0\.0 without TLS/, /--tls-cert/);
  });

  it('for a second node of the same name', { timeout: 40_000 }, async () => {
    writeFileSync(path('twice.yaml'), walkSite({ mqttPort: await freePort() }));
    running = await startAisle(['run', '--site', path('twice.yaml'), '--port', '0'], env('twice'));
    const { address } = running;
    await eventually(() => nodeOf(address, (node) => node.birth !== null), 20_000);
    expectClear(
      await aisle(['edge', '--site', path('twice.yaml')], env('twice')),
      1,
      /outbox\.db|in use/,
      /Stop the other/,
    );
  });
});

async function nodeOf(address: string, wanted: (node: NodeAnswer) => boolean): Promise<NodeAnswer | undefined> {
  const { nodes } = (await (await fetch(`${address}/api/v1/nodes`)).json()) as { nodes: NodeAnswer[] };
  return wanted(nodes[0]) ? nodes[0] : undefined;
}

describe('what is missing stops nothing else', () => {
  const walking = {
    id: 'door',
    source: `{ kind: detections, path: walk.txt, fps: ${WALK_FPS}, width: 800, height: 600, loop: true }`,
  };

  it('the other camera goes on, and the API says which are lost and why, without their addresses', {
    timeout: 60_000,
  }, async () => {
    const site = path('missing.yaml');
    const gone = { id: 'back', source: '{ kind: file, path: gone.avi }' };
    const deaf = { id: 'side', source: '{ kind: rtsp, url: "rtsp://owner:s3cret@127.0.0.1:9/live" }' };
    writeFileSync(site, walkSite({ mqttPort: await freePort(), cameras: [walking, gone, deaf] }));
    running = await startAisle(['run', '--site', site, '--port', '0'], { ...env('missing'), AISLE_LOG: 'info' });
    const { address, stderr } = running;
    const isCounting = (node: NodeAnswer) =>
      node.health?.cameras.some(({ camera, frames }) => camera === 'door' && frames > 60) ?? false;
    const node = await eventually(() => nodeOf(address, isCounting), 40_000);
    const [door, back, side] = ['door', 'back', 'side'].map((id) =>
      node.health?.cameras.find(({ camera }) => camera === id),
    );
    expect(door).toMatchObject({ state: 'running', reason: null });
    expect(back).toMatchObject({ state: 'lost', reason: expect.stringMatching(/no file .* – Correct source\.path/) });
    expect(side).toMatchObject({
      state: 'lost',
      reason: expect.stringMatching(/does not answer.* – .*goes on trying/),
    });
    const { events } = await eventually(async () => {
      const answer = (await (await fetch(`${address}/api/v1/stores/walk/events`)).json()) as CameraEvents;
      return answer.events?.length > 1 ? answer : undefined;
    }, 10_000);
    expect(events.map(({ camera, change }) => `${camera} ${change}`).sort()).toEqual(['back lost', 'side lost']);
    const paths = ['nodes', 'stores', 'stores/walk', 'stores/walk/events', 'stores/walk/today'];
    const everything = await Promise.all(paths.map(async (it) => (await fetch(`${address}/api/v1/${it}`)).text()));
    expect(`${everything.join('\n')}${stderr()}`).not.toMatch(/s3cret|rtsp:\/\//);
    expect(stderr()).not.toContain('this is a bug');
  });

  it('without weights a camera of pictures is lost with the fix, and recorded detections go on', {
    timeout: 60_000,
  }, async () => {
    const site = path('weights.yaml');
    const film = { id: 'back', source: '{ kind: file, path: gone.avi }' };
    const detector = '{ model: centernet-mobilenetv3-512 }';
    writeFileSync(site, walkSite({ mqttPort: await freePort(), cameras: [walking, film], detector }));
    running = await startAisle(['run', '--site', site, '--port', '0'], { ...env('weights'), ...NO_WEIGHTS });
    const { address } = running;
    const node = await eventually(
      () =>
        nodeOf(
          address,
          (it) => it.health?.cameras.some(({ camera, state }) => camera === 'back' && state === 'lost') ?? false,
        ),
      40_000,
    );
    expect(node.health?.cameras.find(({ camera }) => camera === 'door')?.state).toBe('running');
    const reason = node.health?.cameras.find(({ camera }) => camera === 'back')?.reason ?? '';
    expect(reason).toMatch(/no weights for centernet/);
    expect(reason).toMatch(/AISLE_WEIGHTS/);
  });

  it('without weights a command says what it tried and what to do', { timeout: 30_000 }, async () => {
    const ran = await aisle(['models', 'pull', 'centernet-mobilenetv3-512'], { ...env('pull'), ...NO_WEIGHTS });
    expectClear(ran, 1, /no weights for centernet-mobilenetv3-512; tried:/, /AISLE_WEIGHTS/);
  });
});
