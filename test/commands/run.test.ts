import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, it } from 'vitest';
import { startBroker } from '../../gateway/broker.ts';
import type { NodeAnswer } from '../../models/contract/api/nodes.ts';
import { silent, tempFolder } from '../support/gateway.ts';
import { eventually, startAisle } from '../support/line.ts';
import { WALK_FPS, walk, walkSite } from '../support/walk.ts';

const folder = tempFolder();
afterAll(() => folder.remove());

it('run --broker gives gateway and nodes the same broker', { timeout: 60_000 }, async () => {
  const broker = await startBroker(new URL('mqtt://127.0.0.1:0'), silent);
  const source = `{ kind: detections, path: walk.txt, fps: ${WALK_FPS}, width: 800, height: 600, loop: true }`;
  const site = join(folder.path, 'site.yaml');
  writeFileSync(join(folder.path, 'walk.txt'), walk({ seconds: 30 }));
  // Nobody listens where the site file says.
  writeFileSync(site, walkSite({ mqttPort: 9, cameras: [{ id: 'door', source }] }));
  const env = { AISLE_STATE: join(folder.path, 'state'), AISLE_LOG: 'error' };
  const running = await startAisle(['run', '--site', site, '--port', '0', '--broker', broker.url], env);
  try {
    await eventually(async () => {
      const { nodes } = (await (await fetch(`${running.address}/api/v1/nodes`)).json()) as { nodes: NodeAnswer[] };
      return nodes[0]?.birth ?? undefined;
    }, 30_000);
  } finally {
    await running.stop();
    await broker.close();
  }
});
