import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, expect, it, vi } from 'vitest';
import { registerConfig } from '../../commands/config.ts';
import { tempFolder } from '../support/gateway.ts';
import { walkSite } from '../support/walk.ts';

const folder = tempFolder();
afterAll(() => folder.remove());
const file = (name: string, text: string): string => {
  const path = join(folder.path, name);
  writeFileSync(path, text);
  return path;
};
const SITE = file('site.yaml', walkSite({ mqttPort: 1 }));
const GOOD = file('gateway.yaml', 'backups: { keep: 3 }\n');
const WRONG = file('wrong.yaml', 'timeZone: Mars/Base\nbackups:\n  schedule: "often"\nreports: []\n');

async function check(...args: string[]) {
  let printed = '';
  const stdout = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
  const before = process.exitCode;
  try {
    process.exitCode = undefined;
    const program = new Command();
    registerConfig(program);
    await program.parseAsync(['config', 'check', ...args], { from: 'user' });
    return { code: process.exitCode ?? 0, printed };
  } finally {
    process.exitCode = before;
    stdout.mockRestore();
  }
}
const FAULTS = [
  { line: 1, field: 'timeZone', message: expect.stringContaining('Mars'), fix: expect.stringContaining('Europe') },
  { line: 3, field: 'backups.schedule', message: expect.stringContaining('often'), fix: expect.any(String) },
];

it('says of the gateway’s file which line and field is wrong, and what to do', async () => {
  const { code, printed } = await check(WRONG, '--json');
  expect([code, JSON.parse(printed)]).toMatchObject([
    1,
    { ok: false, file: WRONG, errors: FAULTS.map((fault) => ({ file: WRONG, ...fault })) },
  ]);
  expect((await check(WRONG)).printed).toMatch(/wrong\.yaml:1: timeZone: .*\n.*wrong\.yaml:3: backups\.schedule: /s);
});

it('checks a site and the gateway’s file at once', async () => {
  const { code, printed } = await check(SITE, '--gateway', WRONG, '--json');
  expect([code, JSON.parse(printed)]).toMatchObject([1, { ok: false, file: SITE, errors: FAULTS }]);
  const good = await check(SITE, '--gateway', GOOD, '--json');
  expect([good.code, JSON.parse(good.printed)]).toMatchObject([
    0,
    { ok: true, file: SITE, siteRevision: expect.any(String), errors: [] },
  ]);
  expect((await check(SITE, '--gateway', GOOD)).printed).toMatch(
    /site\.yaml is in order.*\n.*gateway\.yaml is in order/,
  );
  expect((await check(GOOD)).printed).toMatch(/gateway\.yaml is in order: 0 channels/);
});
