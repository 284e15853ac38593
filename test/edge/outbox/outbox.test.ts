import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { Outbox } from '../../../edge/outbox/outbox.ts';
import { parseDurable } from '../../../models/contract/parse.ts';
import { PROJECT } from '../../../models/host/paths.ts';
import { tempFolder } from '../../support/gateway.ts';
import { NODE, STORE, T0 } from '../../support/messages.ts';
import { minute, minutes, REVISION } from '../../support/outbox.ts';

const folder = tempFolder();
const open: Outbox[] = [];
let files = 0;
const freshPath = () => join(folder.path, `outbox-${++files}.db`);
function box(path = freshPath()): Outbox {
  const outbox = new Outbox(path, STORE, NODE);
  open.push(outbox);
  return outbox;
}
afterEach(() => {
  for (const outbox of open.splice(0)) outbox.close();
});
afterAll(() => folder.remove());

const seqs = (outbox: Outbox) => outbox.after(0, 10_000).map(({ seq }) => seq);
const EPOCH = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-/;

describe('the outbox', () => {
  it('keeps nothing of a checkpoint that another has taken the place of', () => {
    const path = freshPath();
    const outbox = new Outbox(path, STORE, NODE);
    outbox.append([], REVISION, T0, 'who went where, '.repeat(3000));
    outbox.append([], REVISION, T0, '{}');
    outbox.close();
    expect(readFileSync(path, 'latin1')).not.toContain('who went where');
  });

  it('counts 1, 2, 3 … and wraps each message as the contract says', () => {
    const outbox = box();
    expect(outbox.epoch).toMatch(EPOCH);
    expect(outbox.append(minutes(0, 2), REVISION, T0)).toBe(2);
    expect(outbox.append([], REVISION, T0)).toBe(2);
    expect(outbox.append([minute(2)], REVISION, T0)).toBe(3);
    const rows = outbox.after(0, 10);
    expect(rows.map(({ seq, channel }) => [seq, channel])).toEqual([1, 2, 3].map((seq) => [seq, 'agg/traffic']));
    for (const { seq, channel, body } of rows) {
      const parsed = parseDurable(channel, body);
      expect(parsed).toMatchObject({
        ok: true,
        value: {
          envelope: {
            ...{ id: `${outbox.epoch}/${seq}`, epoch: outbox.epoch, seq, siteRevision: REVISION, late: false },
            source: `aisle/1/${STORE}/${NODE}`,
          },
        },
      });
    }
    expect(outbox.after(1, 1).map(({ seq }) => seq)).toEqual([2]);
  });

  it('keeps its epoch, its count, its messages and the checkpoint when it is opened again', () => {
    const path = freshPath();
    const first = new Outbox(path, STORE, NODE);
    first.append(minutes(0, 3), REVISION, T0, '{"held":1}');
    const { epoch } = first;
    first.close();
    const second = box(path);
    expect(second.epoch).toBe(epoch);
    expect(seqs(second)).toEqual([1, 2, 3]);
    expect(second.checkpoint()).toBe('{"held":1}');
    second.append([minute(3)], REVISION, T0);
    expect(second.checkpoint()).toBe('{"held":1}');
    second.acknowledge({ epoch, upTo: 4, ranges: [] });
    second.append([], REVISION, T0, '{}');
    expect(second.stats()).toMatchObject({ waiting: 0, oldest: null, lastSeq: 4 });
    second.close();
    const third = new Outbox(path, STORE, NODE);
    open.splice(0, open.length, third);
    expect(third.append([minute(4)], REVISION, T0)).toBe(5);
    expect(third.checkpoint()).toBe('{}');
  });

  it('draws another epoch for another file', () => {
    expect(box().epoch).not.toBe(box().epoch);
  });

  it.each<[string, number, [number, number][], number[], number]>([
    ['nothing', 0, [], [1, 2, 3, 4, 5, 6], 0],
    ['a beginning', 2, [], [3, 4, 5, 6], 2],
    ['a range', 0, [[3, 4]], [1, 2, 5, 6], 2],
    [
      'both',
      1,
      [
        [3, 3],
        [5, 6],
      ],
      [2, 4],
      4,
    ],
    ['everything, and more', 99, [], [], 6],
    ['ranges that overlap', 3, [[2, 5]], [6], 5],
  ])('forgets %s when it is acknowledged, twice the same', (_, upTo, ranges, left, removed) => {
    const outbox = box();
    outbox.append(minutes(0, 6), REVISION, T0);
    const ack = { epoch: outbox.epoch, upTo, ranges };
    expect(outbox.acknowledge(ack)).toBe(removed);
    expect(outbox.acknowledge(ack)).toBe(0);
    expect(seqs(outbox)).toEqual(left);
    expect(outbox.stats()).toMatchObject({ waiting: left.length, lastSeq: 6 });
  });

  it('does not listen to an acknowledgement of another epoch', () => {
    const outbox = box();
    outbox.append(minutes(0, 2), REVISION, T0);
    expect(outbox.acknowledge({ epoch: box().epoch, upTo: 2, ranges: [] })).toBe(0);
    expect(seqs(outbox)).toEqual([1, 2]);
  });

  it('holds exactly what was appended and not acknowledged, whatever happens in which order', () => {
    const append = fc.record({ append: fc.nat(4) });
    const range = fc.tuple(fc.integer({ min: 1, max: 30 }), fc.nat(5)).map(([a, n]): [number, number] => [a, a + n]);
    const ack = fc.record({ upTo: fc.nat(20), ranges: fc.array(range, { maxLength: 3 }) });
    fc.assert(
      fc.property(fc.array(fc.oneof(append, ack), { maxLength: 12 }), (steps) => {
        const outbox = new Outbox(':memory:', STORE, NODE);
        let last = 0;
        let held: number[] = [];
        for (const step of steps) {
          if ('append' in step) {
            outbox.append(minutes(last, step.append), REVISION, T0);
            for (let i = 0; i < step.append; i++) held.push(++last);
          } else {
            outbox.acknowledge({ epoch: outbox.epoch, ...step });
            held = held.filter((n) => n > step.upTo && !step.ranges.some(([a, b]) => n >= a && n <= b));
          }
        }
        expect(seqs(outbox)).toEqual(held);
        expect(outbox.stats().lastSeq).toBe(last);
        outbox.close();
      }),
      { numRuns: 60 },
    );
  });

  it('writes nothing of a batch in which one message cannot be sent', () => {
    const outbox = box();
    const huge = minute(1);
    if (huge.family === 'agg' && huge.kind === 'traffic') {
      huge.data.lines = Array.from({ length: 900 }, () => huge.data.lines[0]);
    }
    expect(() => outbox.append([minute(0), huge], REVISION, T0, '{}')).toThrow(/too large/);
    expect(outbox.stats()).toMatchObject({ waiting: 0, lastSeq: 0 });
    expect(outbox.checkpoint()).toBeUndefined();
  });

  it('belongs to one process', { timeout: 20_000 }, async () => {
    const path = freshPath();
    box(path);
    const script = `import { Outbox } from './edge/outbox/outbox.ts';
      try { new Outbox(${JSON.stringify(path)}, 'demo', 'edge-1'); console.log('opened'); }
      catch (error) { console.log(error.code, '|', error.message, '|', error.fix); }`;
    const run = promisify(execFile)(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
      cwd: PROJECT,
    });
    const { stdout } = await run;
    expect(stdout).toMatch(/^STORE_BUSY \| .*in use|^STORE_BUSY \| another process uses/);
    expect(stdout).toMatch(/Stop the other/);
  });

  it('says what is wrong with a file that is no outbox', () => {
    const path = freshPath();
    writeFileSync(path, 'this is not a data base, although it is long enough to be looked at as one'.repeat(20));
    expect(() => new Outbox(path, STORE, NODE)).toThrowError(
      expect.objectContaining({ code: 'BAD_INPUT', message: expect.stringContaining(path) }),
    );
  });

  it('loses nothing that it has taken when its process is killed', { timeout: 20_000 }, async () => {
    const path = freshPath();
    const script = `import { Outbox } from './edge/outbox/outbox.ts';
      import { minute } from './test/support/outbox.ts';
      const outbox = new Outbox(${JSON.stringify(path)}, 'demo', 'edge-1');
      for (let n = 0; ; n++) process.stdout.write(outbox.append([minute(n)], 'r', Date.now(), String(n)) + '\\n');`;
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
      cwd: PROJECT,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    child.stdout.on('data', (chunk) => {
      said += chunk;
      if (said.split('\n').length > 50) child.kill('SIGKILL');
    });
    await once(child, 'close');
    const told = said.split('\n').slice(0, -1).map(Number);
    const outbox = box(path);
    const kept = seqs(outbox);
    expect(kept).toEqual(Array.from({ length: kept.length }, (_, i) => i + 1));
    expect(kept.length).toBeGreaterThanOrEqual(told.at(-1) as number);
    // Message and checkpoint went to disk together.
    expect(Number(outbox.checkpoint())).toBe(kept.length - 1);
  });
});
