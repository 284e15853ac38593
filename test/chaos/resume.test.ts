import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { afterAll, describe, expect, it } from 'vitest';
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
  const child = spawn(process.execPath, ['--import', 'tsx', 'test/support/node-life.ts', site, state, '50'], {
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

describe.each([
  ['one camera', ['door']],
  ['two cameras of a floor', ['door', 'hall']],
])('a node with the recordings of %s that is killed in their middle', (_, cameras) => {
  it('has sent the same in the end, byte for byte, as one that was left alone', { timeout: 90_000 }, async () => {
    const site = siteOf(cameras.join('-'), cameras);
    const [alone, killed] = [at(`${cameras.length}-alone`), at(`${cameras.length}-killed`)];
    await life(site, alone);
    const middles: number[] = [];
    for (const afterMs of [250, 500]) {
      await life(site, killed, { afterMs, signal: 'SIGKILL' });
      const { done = 0 } = outboxOf(killed);
      if (done > 0 && done < SECONDS * WALK_FPS) middles.push(done);
    }
    expect(middles.length, 'none of the kills was in the middle').toBeGreaterThan(0);
    await life(site, killed);
    const { data, done } = outboxOf(killed);
    expect(done).toBe(SECONDS * WALK_FPS);
    const whole = outboxOf(alone).data;
    expect(whole.length).toBeGreaterThan(SECONDS / 60);
    expect(data.findIndex((body, i) => body !== whole[i])).toBe(-1);
    expect(data.length).toBe(whole.length);
  });
});
