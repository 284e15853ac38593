import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { Outbox } from '../../../edge/outbox/outbox.ts';
import { tempFolder } from '../../support/gateway.ts';
import { NODE, STORE, T0 } from '../../support/messages.ts';
import { minute, REVISION } from '../../support/outbox.ts';

const folder = tempFolder();
afterAll(() => folder.remove());
const seqs = (outbox: Outbox) => outbox.after(0, 10_000).map(({ seq }) => seq);

const noDisk = (() => {
  if (process.getuid?.() !== 0) return ' (skipped: mounting a small disk needs root)';
  const path = join(folder.path, 'probe');
  mkdirSync(path);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', path], { stdio: 'ignore' });
    execFileSync('umount', [path]);
    return '';
  } catch {
    return ' (skipped: this machine mounts no tmpfs)';
  }
})();

describe.skipIf(noDisk !== '')(`a full disk${noDisk}`, () => {
  const path = join(folder.path, 'disk');
  let outbox: Outbox | undefined;
  afterEach(() => {
    outbox?.close();
    outbox = undefined;
    execFileSync('umount', ['-l', path], { stdio: 'ignore' });
  });

  it('refuses what it cannot keep, keeps what it has, and goes on when there is room again', () => {
    mkdirSync(path, { recursive: true });
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', path]);
    const own = new Outbox(join(path, 'outbox.db'), STORE, NODE);
    outbox = own;
    let taken = 0;
    const fill = () => {
      for (let n = 0; n < 10_000; n++) taken = own.append([minute(n)], REVISION, T0, String(n));
    };
    expect(fill).toThrow(/full/);
    expect(taken).toBeGreaterThan(50);
    expect(own.stats()).toMatchObject({ waiting: taken, lastSeq: taken });
    expect(seqs(own)).toHaveLength(taken);
    execFileSync('mount', ['-o', 'remount,size=4m', path]);
    expect(own.append([minute(taken)], REVISION, T0)).toBe(taken + 1);
    expect(seqs(own)).toEqual(Array.from({ length: taken + 1 }, (_, i) => i + 1));
  });

  it('that is full from the start is named', () => {
    mkdirSync(path, { recursive: true });
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4k', 'tmpfs', path]);
    expect(() => new Outbox(join(path, 'outbox.db'), STORE, NODE)).toThrowError(
      expect.objectContaining({
        code: 'BAD_INPUT',
        message: expect.stringMatching(/full|I\/O/),
        fix: expect.stringMatching(/disk/),
      }),
    );
  });
});
