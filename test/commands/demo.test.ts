import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { PROJECT } from '../../models/host/paths.ts';
import { loadSite } from '../../models/host/site-file.ts';
import { aisle } from '../support/aisle.ts';
import { tempFolder } from '../support/gateway.ts';

const folder = tempFolder();
afterAll(() => folder.remove());
const env = { AISLE_STATE: join(folder.path, 'state') };

it('demo refuses a source that is neither a file nor RTSP', async () => {
  const { code, stderr } = await aisle(['demo', '--source', 'https://owner:s3cret@127.0.0.1:9/film.mp4'], env);
  expect(code).toBe(1);
  expect(stderr).toMatch(/https:\/\/\n {2}→ .*rtsp:\/\//);
  expect(stderr).not.toContain('s3cret');
});

it('demo says what helps when the port of its broker is in use', async () => {
  const port = Number(new URL(loadSite(join(PROJECT, 'site', 'demo.yaml')).site.mqtt.url).port);
  const server = createServer().listen(port, '127.0.0.1');
  // Somebody else on this machine may have it: just as well.
  await Promise.race([once(server, 'listening'), once(server, 'error')]).catch(() => undefined);
  const film = join(folder.path, 'film.avi');
  writeFileSync(film, '');
  try {
    const { code, stderr } = await aisle(['demo', '--port', '0'], { ...env, AISLE_FOOTAGE: film });
    expect(code).toBe(1);
    expect(stderr).toMatch(/broker: port \d+ .*in use.*\n.*→ Stop the other "aisle demo".*--broker/);
  } finally {
    server.close();
  }
});
