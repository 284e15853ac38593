import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { afterAll, expect, it } from 'vitest';
import type { FloorRow } from '../../models/contract/aggregate.ts';
import { PROJECT } from '../../models/host/paths.ts';
import { tempFolder } from '../support/gateway.ts';
import { freePort } from '../support/line.ts';

const FPS = 10;
/** What a killed node may lose: book and cameras go to disk every 5 s. What was held back in between is told later. */
const LOSS_S = 6;

const folder = tempFolder();
const state = join(folder.path, 'state');
const outbox = join(state, 'edge', 'circle', 'edge-1', 'outbox.db');
let child: ChildProcess | undefined;
afterAll(async () => {
  if (child && child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
  folder.remove();
});

/** One person who walks in a circle in front of the camera, at the speed of life. */
async function writeSite(): Promise<string> {
  const rows = Array.from({ length: 120 * FPS }, (_, i) => {
    const turn = (i / FPS) * 0.5;
    return `${i + 1},-1,${(300 + 150 * Math.cos(turn)).toFixed(1)},${(150 + 80 * Math.sin(turn)).toFixed(1)},40,100,${0.9 + (i % 2) / 100}`;
  });
  writeFileSync(join(folder.path, 'det.txt'), `${rows.join('\n')}\n`);
  const path = join(folder.path, 'site.yaml');
  writeFileSync(
    path,
    `
version: 1
store: circle
floors: [{ id: "0", widthM: 20, heightM: 12 }]
nodes: [{ id: edge-1, cameras: [c] }]
cameras:
  - id: c
    floor: "0"
    source: { kind: detections, path: det.txt, fps: ${FPS}, width: 640, height: 400 }
    calibration: { points: [{ px: [0, 0], m: [0, 0] }, { px: [640, 0], m: [20, 0] }, { px: [640, 400], m: [20, 12] }, { px: [0, 400], m: [0, 12] }] }
privacy: { k: 1, heatMinutes: 1 }
mqtt: { url: "mqtt://127.0.0.1:${await freePort()}" }
`,
  );
  return path;
}

/** Lets the node see for so many seconds, counted from its first sums on disk, then ends it. Answers the seconds. */
async function live(
  site: string,
  seconds: number,
  signal: NodeJS.Signals,
): Promise<{ atLeast: number; atMost: number }> {
  const started = performance.now();
  child = spawn(process.execPath, ['--import', 'tsx', 'aisle.ts', 'edge', '--site', site], {
    cwd: PROJECT,
    env: { ...process.env, AISLE_STATE: state, AISLE_LOG: 'fatal' },
    stdio: 'ignore',
  });
  await sleep(seconds * 1000);
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
  // Between the spawn and the first picture lies the start of a process, a few seconds on a slow machine.
  return { atLeast: seconds - 10, atMost: (performance.now() - started) / 1000 };
}

it('goes on after kill -9 where its sums were: nothing twice, no more lost than is said', {
  timeout: 120_000,
}, async () => {
  const site = await writeSite();
  const killed = await live(site, 30, 'SIGKILL');
  const stopped = await live(site, 15, 'SIGTERM');
  const db = new Database(outbox);
  const bodies = db.prepare("SELECT body FROM messages WHERE channel = 'agg/zone'").all() as { body: string }[];
  db.close();
  const floors = bodies.flatMap(({ body }) => (JSON.parse(body) as { data: { floors: FloorRow[] } }).data.floors);
  const personS = floors.reduce((sum, floor) => sum + floor.occupancyS, 0);
  expect(personS).toBeLessThanOrEqual(killed.atMost + stopped.atMost);
  expect(personS).toBeGreaterThanOrEqual(killed.atLeast - LOSS_S + stopped.atLeast);
});
