import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { demoFootage } from '../../../edge/source/footage.ts';

const log = { info: () => {}, warn: () => {} };
let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'aisle-footage-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

it('takes the file that AISLE_FOOTAGE names', async () => {
  const file = join(root, 'own.mp4');
  writeFileSync(file, '');
  expect(await demoFootage({ log, root, env: { AISLE_FOOTAGE: file } })).toBe(file);
});

it('says so when that file is not there', async () => {
  const env = { AISLE_FOOTAGE: join(root, 'nowhere.mp4') };
  await expect(demoFootage({ log, root, env })).rejects.toMatchObject({
    code: 'SOURCE_MISSING',
    fix: expect.stringContaining('--source'),
  });
});

it('says so on a system without apt-get', async () => {
  const found = demoFootage({ log, root, env: { PATH: root } });
  await expect(found).rejects.toMatchObject({ code: 'SOURCE_MISSING', fix: expect.stringContaining('--source') });
  await expect(found).rejects.toThrow('there is no apt-get');
});

it('says what apt-get said', async () => {
  const aptGet = join(root, 'apt-get');
  writeFileSync(aptGet, '#!/bin/sh\necho "E: Unable to locate package opencv-doc" >&2\nexit 100\n');
  chmodSync(aptGet, 0o755);
  await expect(demoFootage({ log, root, env: { PATH: root } })).rejects.toThrow('Unable to locate package');
});
