import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, expect, it } from 'vitest';
import { childEnvironment, superviseEdge } from '../../commands/edge-process.ts';
import { tempFolder } from '../support/gateway.ts';
import { walkSite } from '../support/walk.ts';

const folder = tempFolder();
afterAll(() => folder.remove());

it('a child finds what the environment names relative to the parent', () => {
  const env = {
    AISLE_STATE: 'state',
    AISLE_WEIGHTS: '../w',
    AISLE_CACHE: '/cache',
    AISLE_FOOTAGE: '',
    OTHER: 'as/it/is',
  };
  expect(childEnvironment(env, '/home/me')).toEqual({
    ...env,
    AISLE_STATE: '/home/me/state',
    AISLE_WEIGHTS: '/home/w',
  });
});

it('a node whose site file has become wrong is not started again, and the log says why', async () => {
  const site = join(folder.path, 'wrong.yaml');
  writeFileSync(site, walkSite({ mqttPort: 9 }).replace('widthM: 8', 'widthM: -8'));
  const said: string[] = [];
  const log = pino({ level: 'error' }, { write: (line: string) => said.push(line) });
  await superviseEdge({ site, node: 'edge-1' }, log, new AbortController().signal);
  expect(said).toHaveLength(1);
  expect(said[0]).toMatch(/wrong\.yaml:4: .*widthM.*not started again/);
});
