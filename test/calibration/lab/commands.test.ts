import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { registerEval } from '../../../calibration/lab/commands.ts';

let folder: string;
let printed: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'aisle-eval-'));
  writeFileSync(join(folder, 'gt.txt'), '1,1,0,0,40,100,1,-1,-1,-1\n2,1,4,0,40,100,1,-1,-1,-1\n');
  writeFileSync(join(folder, 'bad.txt'), '1,1,0,0,40,100,1\n2,1,4,0,-40,100,1\n');
  printed = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += text;
    return true;
  });
});

afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

function run(...words: string[]): void {
  const program = new Command().exitOverride();
  registerEval(program);
  program.parse(['eval', ...words.map((word) => word.replace(/^@/, `${folder}/`))], { from: 'user' });
}

describe('aisle eval', () => {
  it('prints one JSON object for tracks', () => {
    run('tracks', '--gt', '@gt.txt', '--result', '@gt.txt', '--json');
    expect(printed.trim().split('\n')).toHaveLength(1);
    expect(Object.keys(JSON.parse(printed))).toEqual(
      'HOTA DetA AssA LocA MOTA MOTP IDF1 IDP IDR recall precision IDSW FP FN frag MT PT ML GT'.split(' '),
    );
  });

  it('prints one JSON object for detections', () => {
    run('detections', '--gt', '@gt.txt', '--det', '@gt.txt', '--frames', '1:1', '--iou', '0.7', '--json');
    expect(JSON.parse(printed)).toEqual({ AP: 1, precision: 1, recall: 1, f1: 1, threshold: 1 });
  });

  it('prints a table for people', () => {
    run('tracks', '--gt', '@gt.txt', '--result', '@gt.txt');
    expect(printed).toMatch(/^HOTA +1\n/);
    expect(printed).toMatch(/\nFP +0\n/);
  });

  it.each([
    {
      name: 'a broken line by file and line',
      words: ['tracks', '--gt', '@gt.txt', '--result', '@bad.txt'],
      message: /bad\.txt:2: the box is -40 × 100/,
    },
    {
      name: 'a missing file',
      words: ['tracks', '--gt', '@none.txt', '--result', '@gt.txt'],
      message: /cannot read .*none\.txt/,
    },
    {
      name: 'a wrong overlap',
      words: ['detections', '--gt', '@gt.txt', '--det', '@gt.txt', '--iou', '2'],
      message: /--iou 2/,
    },
    { name: 'a missing option', words: ['tracks', '--gt', '@gt.txt'], message: /--result/ },
  ])('refuses $name', ({ words, message }) => {
    vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    expect(() => run(...words)).toThrow(message);
  });
});
