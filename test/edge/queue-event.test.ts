import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, expect, it, vi } from 'vitest';
import { resume } from '../../edge/checkpoint.ts';
import { EdgeNode } from '../../edge/node.ts';
import { Outbox, type Outgoing } from '../../edge/outbox/outbox.ts';
import { formatMotRow } from '../../models/contract/mot.ts';
import { loadSite } from '../../models/host/site-file.ts';
import { silent, tempFolder } from '../support/gateway.ts';
import { live } from '../support/life.ts';
import { WALK_FPS, walkSite } from '../support/walk.ts';

const folder = tempFolder();
afterAll(() => folder.remove());
afterEach(() => vi.restoreAllMocks());

/** Three people who come from the right, stand in the queue at the left for a minute, and go back. */
function queue(): string {
  const rows: string[] = [];
  for (let frame = 1; frame <= 1500; frame++) {
    for (let k = 0; k < 3; k++) {
      const since = frame - 50 * k;
      const x = 760 - Math.min(since * 6, 600 - 80 * k) + Math.max(0, (since - 900) * 6);
      if (since <= 0 || x > 780) continue;
      const box = { left: x - 20 + 4 * Math.sin(frame / 5), top: 200 + 100 * k, width: 40, height: 100, score: 0.9 };
      rows.push(formatMotRow({ frame, id: -1, ...box }));
    }
  }
  return `${rows.join('\n')}\n`;
}

const textOf = ({ late, kind, data }: Outgoing) => JSON.stringify({ late, kind, data });

it('a node that is killed when it has just said that a queue is long tells the same as one that goes on', {
  timeout: 60_000,
}, async () => {
  writeFileSync(join(folder.path, 'queue.txt'), queue());
  const source = `{ kind: detections, path: queue.txt, fps: ${WALK_FPS}, width: 800, height: 600, realTime: false }`;
  const text = walkSite({ mqttPort: 9, cameras: [{ id: 'door', source }] });
  const path = join(folder.path, 'site.yaml');
  writeFileSync(
    path,
    text.replace('id: left, floor: "0", kind: area', 'id: left, floor: "0", kind: queue, longFrom: 2'),
  );
  const site = loadSite(path);
  const stored: { messages: Outgoing[]; checkpoint: string | undefined }[] = [];
  const { append } = Outbox.prototype;
  vi.spyOn(Outbox.prototype, 'append').mockImplementation(function (this: Outbox, messages, ...rest) {
    stored.push({ messages: [...messages], checkpoint: rest[2] });
    return append.call(this, messages, ...rest);
  });
  const statePath = join(folder.path, 'state');
  mkdirSync(statePath);
  const node = new EdgeNode({ site, node: 'edge-1', statePath, version: 'test', log: silent });
  node.start();
  await node.ended;
  await node.close();
  const whole = (await live(site, undefined, { last: true })).messages;
  const event = stored.findIndex(({ messages }) => messages.some(({ family }) => family === 'event'));
  expect(event).toBeGreaterThanOrEqual(0);
  const told = stored.slice(0, event + 1).flatMap(({ messages }) => messages.filter(({ family }) => family === 'agg'));
  const { checkpoint } = stored[event];
  const rest = await live(site, checkpoint, { last: true });
  expect([...told.map(textOf), ...rest.messages]).toEqual(whole);
  expect(resume(checkpoint, site, 'edge-1').alarms).toMatchObject({ door: [['left', { long: true }]] });
});
