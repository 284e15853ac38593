import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { parse } from 'yaml';
import { registerSimulate } from '../../../calibration/simulator/commands.ts';

const folder = mkdtempSync(join(tmpdir(), 'aisle-simulate-command-'));
afterAll(() => rmSync(folder, { recursive: true }));

const simulate = (...flags: string[]): Promise<unknown> => {
  const program = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
  registerSimulate(program);
  const usual = [
    '--seed',
    '1',
    '--days',
    '1',
    '--products',
    '50',
    '--film',
    '0',
    '--out',
    join(folder, 'out'),
    '--json',
  ];
  return program.parseAsync(['node', 'aisle', 'simulate', ...usual, ...flags]);
};

describe('aisle simulate', () => {
  it('opens a store by another clock, at other hours, and on Sundays', async () => {
    const said = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    const shown = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    await simulate('--time-zone', 'Australia/Lord_Howe', '--open', '2-24', '--sundays');
    said.mockRestore();
    expect(shown.mock.calls.join('')).toContain('100 %');
    shown.mockRestore();
    const site = parse(readFileSync(join(folder, 'out', 'site.yaml'), 'utf8'));
    expect([site.timeZone, site.hours['mon-sun']]).toEqual(['Australia/Lord_Howe', '02:00-24:00']);
  });

  it.each([
    ['a zone that nobody has', ['--time-zone', 'Mars/Olympus']],
    ['hours without a night', ['--open', '0-23']],
    ['hours that end before they begin', ['--open', '20-8']],
    ['hours that are no numbers', ['--open', 'early-late']],
    ['a day that is none', ['--start', '2025-13-01']],
    ['a noise that is not known', ['--noise', 'rain']],
    ['a null world that is not known', ['--null', 'weather']],
    ['a behaviour that is not known', ['--behaviour', 'herds']],
  ])('refuses %s, and says what to give', async (_, flags) => {
    await expect(simulate(...flags)).rejects.toMatchObject({ code: 'BAD_CALL', fix: expect.any(String) });
  });
});
