import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
// @ts-expect-error plain JavaScript without types: it runs before anything is installed
import { installPackages, missingPackages } from '../../scripts/setup/system-packages.mjs';

/** A PATH with nothing but the programs that a test puts there. */
let bin: string;
beforeEach(() => {
  bin = mkdtempSync(join(tmpdir(), 'aisle-bin-'));
  vi.stubEnv('PATH', bin);
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  rmSync(bin, { recursive: true });
});

function program(name: string, body = '') {
  writeFileSync(join(bin, name), `#!/bin/sh\n${body}\n`);
  chmodSync(join(bin, name), 0o755);
}

function asUser(id: number) {
  vi.spyOn(process, 'getuid').mockReturnValue(id);
}

it('names only what is not there', () => {
  const wanted = [
    { debian: 'ffmpeg', isThere: () => true },
    { debian: 'chromium', isThere: () => false },
  ];
  expect(missingPackages(wanted)).toEqual(['chromium']);
});

describe('installPackages', () => {
  it('says what to install where there is no apt-get', async () => {
    await expect(installPackages(['ffmpeg'])).rejects.toMatchObject({
      message: expect.stringContaining('missing: ffmpeg'),
      fix: expect.stringContaining("your system's package manager"),
    });
  });

  it('says the exact command where there is neither root nor sudo', async () => {
    asUser(1000);
    program('apt-get');
    await expect(installPackages(['ffmpeg'])).rejects.toMatchObject({
      fix: expect.stringContaining('sudo apt-get update && sudo apt-get install -y --no-install-recommends ffmpeg'),
    });
  });

  it('brings the lists up to date and installs, as root', async () => {
    asUser(0);
    program('apt-get', `echo "$*" >> ${join(bin, 'calls')}`);
    await installPackages(['ffmpeg', 'make']);
    expect(readFileSync(join(bin, 'calls'), 'utf8').trim().split('\n')).toEqual([
      expect.stringMatching(/update$/),
      expect.stringMatching(/install -y --no-install-recommends ffmpeg make$/),
    ]);
  });

  it('gives what apt-get said as the reason', async () => {
    asUser(0);
    program('apt-get', 'echo "E: Could not get lock" >&2; exit 100');
    await expect(installPackages(['ffmpeg'])).rejects.toThrow(/ended with code 100\nE: Could not get lock/);
  });
});
