import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { PROJECT } from '../../models/host/paths.ts';

it('aisle works from any folder', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [join(PROJECT, 'bin/aisle.mjs'), '--help'], {
    cwd: tmpdir(),
  });
  expect(stdout).toContain('Usage: aisle');
});
