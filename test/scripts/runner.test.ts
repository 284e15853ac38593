import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PROJECT } from '../../models/host/paths.ts';
// @ts-expect-error plain JavaScript without types: it runs before anything is installed
import { runAttached } from '../../scripts/setup/attached.mjs';
// @ts-expect-error plain JavaScript without types: it runs before anything is installed
import { excerpt, run } from '../../scripts/setup/process.mjs';
// @ts-expect-error plain JavaScript without types: it runs before anything is installed
import { runSteps, StepFailure } from '../../scripts/setup/runner.mjs';
// @ts-expect-error plain JavaScript without types: it runs before anything is installed
import { hashOf } from '../../scripts/setup/stamps.mjs';
// @ts-expect-error plain JavaScript without types: it runs before anything is installed
import { isNewEnough, nodeVersion } from '../../scripts/setup/steps.mjs';

interface Step {
  name: string;
  isDone: () => boolean | Promise<boolean>;
  run: () => unknown;
  fix?: string;
}

async function show(steps: Step[]) {
  let text = '';
  const done = await runSteps(steps, { write: (more: string) => (text += more) });
  return { done, text: text.replaceAll(/\d+\.\d s/g, 'N s') };
}

const step = (name: string, isDone: boolean, run: Step['run'] = () => {}): Step => ({
  name,
  isDone: () => isDone,
  run,
});

describe('runSteps', () => {
  it('shows each step, and does only what is not done', async () => {
    const did: string[] = [];
    const { done, text } = await show([
      step('one', true, () => did.push('one')),
      step('two', false, () => did.push('two')),
    ]);
    expect(done).toBe(true);
    expect(did).toEqual(['two']);
    expect(text).toBe('[1/2] one … ok (nothing to do)\n[2/2] two … ok N s\n');
  });

  it('stops at the first that fails, with name, reason and fix', async () => {
    const did: string[] = [];
    const fail = () => {
      throw new StepFailure('apt-get ended with code 100\nE: no network', 'Mend the network.');
    };
    const { done, text } = await show([step('packages', false, fail), step('later', false, () => did.push('later'))]);
    expect(done).toBe(false);
    expect(did).toEqual([]);
    expect(text).toBe(
      '[1/2] packages … failed after N s\n' +
        '  step:   packages\n' +
        '  reason: apt-get ended with code 100\n          E: no network\n' +
        '  fix:    Mend the network.\n',
    );
  });

  it('fails when the look itself fails', async () => {
    const broken = { ...step('look', false), isDone: () => Promise.reject(new Error('no such folder')) };
    const { done, text } = await show([broken]);
    expect(done).toBe(false);
    expect(text).toContain('no such folder');
  });
});

describe('run', () => {
  it('gives what the command printed', async () => {
    expect(await run(process.execPath, ['-e', 'console.log("out"); console.error("err")'], { fix: '' })).toContain(
      'out',
    );
  });

  it('fails with the code and the output', async () => {
    const args = ['-e', 'console.error("the reason"); process.exit(3)'];
    const error = await run(process.execPath, args, { fix: 'Do this.' }).catch((it: Error) => it);
    expect(error).toMatchObject({ name: 'StepFailure', fix: 'Do this.' });
    expect((error as Error).message).toMatch(/ended with code 3\nthe reason$/);
  });

  it('fails when there is no such command', async () => {
    await expect(run('no-such-command', [], { fix: '' })).rejects.toThrow('no-such-command cannot be started');
  });

  it('gives it no input to wait for', async () => {
    await run(process.execPath, ['-e', 'process.stdin.resume()'], { fix: '' });
  });
});

it('a long output is cut in its middle', () => {
  const lines = Array.from({ length: 20 }, (_, i) => `line ${i + 1}`);
  expect(excerpt(lines.join('\n\n'), 6)).toEqual([
    ...['line 1', 'line 2', '… 14 lines left out …'],
    ...['line 17', 'line 18', 'line 19', 'line 20'],
  ]);
  expect(excerpt('one\n\ntwo\n', 6)).toEqual(['one', 'two']);
});

describe('runAttached', () => {
  it('gives the exit code, and 128 + the number of a signal', async () => {
    expect(await runAttached(process.execPath, ['-e', 'process.exit(7)'])).toBe(7);
    expect(await runAttached(process.execPath, ['-e', 'process.kill(process.pid, "SIGTERM")'])).toBe(143);
  });
});

it.each(['SIGTERM', 'SIGINT'] as const)(
  '%s to runAttached reaches the child, and its exit code comes back',
  async (signal) => {
    const child = `process.on('${signal}', () => process.exit(9)); setInterval(() => {}, 1000); console.log('up');`;
    const attached = join(PROJECT, 'scripts/setup/attached.mjs');
    const script = `import { runAttached } from ${JSON.stringify(attached)};
    process.exitCode = await runAttached(process.execPath, ['-e', ${JSON.stringify(child)}]);`;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(parent.stdout, 'data');
    parent.kill(signal);
    expect(await once(parent, 'exit')).toEqual([9, null]);
  },
);

describe('the version of Node.js', () => {
  it.each([
    ['20.18.3', false],
    ['20.19.0', true],
    ['20.20.2', true],
    ['18.20.0', false],
    ['22.0.0', true],
  ])('%s: %s', (version, expected) => {
    expect(isNewEnough(version)).toBe(expected);
  });

  it('that is too old is named, with the one that is needed', async () => {
    const { done, text } = await show([nodeVersion('18.20.0')]);
    expect(done).toBe(false);
    expect(text).toContain('this is Node.js 18.20.0');
    expect(text).toContain('Install Node.js 20.19 or newer');
  });
});

it('hashOf changes with a content, a name and nothing else', () => {
  const root = mkdtempSync(join(tmpdir(), 'aisle-hash-'));
  try {
    writeFileSync(join(root, 'a'), '1');
    const before = hashOf(root, ['a', 'nowhere']);
    expect(hashOf(root, ['a'])).toBe(before);
    writeFileSync(join(root, 'a'), '2');
    expect(hashOf(root, ['a'])).not.toBe(before);
    writeFileSync(join(root, 'b'), '1');
    expect(hashOf(root, ['b'])).not.toBe(before);
  } finally {
    rmSync(root, { recursive: true });
  }
});
