import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { afterAll, expect, it } from 'vitest';
import { PROJECT } from '../../models/host/paths.ts';
import { tempFolder } from '../support/gateway.ts';
import { WALK_FPS, walk, walkSite } from '../support/walk.ts';

const SECONDS = 600;
const folder = tempFolder();
const at = (...names: string[]) => join(folder.path, ...names);
afterAll(() => folder.remove());

const camera = (id: string) => ({
  id,
  source: `{ kind: detections, path: ${id}.txt, fps: ${WALK_FPS}, width: 800, height: 600, realTime: false }`,
});

function siteOf(name: string, cameras: string[]): string {
  cameras.forEach((id, i) => {
    writeFileSync(at(`${id}.txt`), walk({ seed: 3 + i, people: 5, seconds: SECONDS }));
  });
  writeFileSync(at(`${name}.yaml`), walkSite({ mqttPort: 9, cameras: cameras.map(camera) }));
  return at(`${name}.yaml`);
}

/** Lets a node look at its recordings, until their end or until it is ended so long after its start. */
async function life(site: string, state: string, end?: { afterMs: number; signal: NodeJS.Signals }): Promise<void> {
  mkdirSync(state, { recursive: true });
  const child = spawn(process.execPath, ['--import', 'tsx', 'test/support/node-life.ts', site, state, '100'], {
    cwd: PROJECT,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = once(child, 'exit');
  await once(child.stdout, 'data');
  if (end) {
    await sleep(end.afterMs);
    child.kill(end.signal);
  }
  await gone;
}

function outboxOf(state: string): { data: string[]; done: number | undefined } {
  const db = new Database(join(state, 'outbox.db'));
  const rows = db.prepare("SELECT channel, body FROM messages WHERE channel LIKE 'agg/%' ORDER BY seq").all();
  const { checkpoint } = db.prepare('SELECT checkpoint FROM meta').get() as { checkpoint: string | null };
  db.close();
  const data = (rows as { channel: string; body: string }[]).map(({ channel, body }) => {
    const { late, data, siteRevision } = JSON.parse(body);
    return JSON.stringify({ channel, late, siteRevision, data });
  });
  return { data, done: checkpoint ? JSON.parse(checkpoint).cameras.door?.position?.done : undefined };
}

it('a node that is killed in the middle of its recordings has sent the same in the end, byte for byte', {
  timeout: 120_000,
}, async () => {
  const site = siteOf('square', ['door', 'hall']);
  const [alone, killed] = [at('alone'), at('killed')];
  const left = life(site, alone);
  const middles: number[] = [];
  for (const afterMs of [400, 800]) {
    await life(site, killed, { afterMs, signal: 'SIGKILL' });
    const { done = 0 } = outboxOf(killed);
    if (done > 0 && done < SECONDS * WALK_FPS) middles.push(done);
  }
  expect(middles.length, 'none of the kills was in the middle').toBeGreaterThan(0);
  await life(site, killed);
  await left;
  const { data, done } = outboxOf(killed);
  expect(done).toBe(SECONDS * WALK_FPS);
  const whole = outboxOf(alone).data;
  expect(whole.length).toBeGreaterThan(SECONDS / 60);
  expect(data.findIndex((body, i) => body !== whole[i])).toBe(-1);
  expect(data.length).toBe(whole.length);
});
