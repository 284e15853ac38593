import { pino } from 'pino';
import { EdgeNode } from '../../edge/node.ts';
import { loadSite } from '../../models/host/site-file.ts';

/**
 * A node as a program that may be killed: `node-life.ts SITE STATE CHECKPOINT-MS`. Says `started`, and at the end of its
 * recordings stores what is left and says `ended`.
 */
const [, , site, statePath, checkpointMs] = process.argv;
const node = new EdgeNode({
  ...{ site: loadSite(site), node: 'edge-1', statePath, version: 'test' },
  ...{ log: pino({ level: 'silent' }), checkpointMs: Number(checkpointMs) },
});
node.start();
process.stdout.write('started\n');
await node.ended;
await node.close();
process.stdout.write('ended\n');
