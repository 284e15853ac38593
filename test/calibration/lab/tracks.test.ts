import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evalTracks } from '../../../calibration/lab/tracks.ts';
import type { MotRow } from '../../../models/contract/mot.ts';
import { DATA, HAS_DATA, readMotData, WHY_NOT } from './data.ts';

const RATIOS = ['HOTA', 'DetA', 'AssA', 'LocA', 'MOTA', 'MOTP', 'IDF1', 'IDP', 'IDR', 'recall', 'precision'] as const;

describe.skipIf(!HAS_DATA)(`the development kit's own figures${WHY_NOT}`, () => {
  it.each([
    { name: 'TUD-Campus', HOTA: 39.1, DetA: 41.8, AssA: 36.9 },
    { name: 'TUD-Stadtmitte', HOTA: 39.8, DetA: 39.2, AssA: 40.9 },
    { name: 'KITTI-17' },
  ])('$name', ({ name, HOTA, DetA, AssA }) => {
    const scores = evalTracks(readMotData(`${name}/gt/gt.txt`), readMotData(`metric-oracle/${name}_result.txt`));
    const kit = readFileSync(resolve(DATA, `mot/metric-oracle/${name}_devkit_eval.csv`), 'utf8')
      .trim()
      .split(',');
    const [IDF1, IDP, IDR, recall, precision, , GT, MT, PT, ML, FP, FN, IDSW, frag, MOTA, MOTP] = kit.map(Number);
    expect(scores).toMatchObject({ GT, MT, PT, ML, FP, FN, IDSW, frag });
    for (const [key, percent] of Object.entries({ IDF1, IDP, IDR, recall, precision, MOTA, MOTP })) {
      expect(Math.abs(100 * scores[key as 'IDF1'] - percent), key).toBeLessThanOrEqual(0.0005 + 1e-9);
    }
    for (const [key, percent] of Object.entries({ HOTA, DetA, AssA })) {
      if (percent !== undefined) expect(Math.abs(100 * scores[key as 'HOTA'] - percent), key).toBeLessThan(0.1);
    }
  });

  it('takes world coordinates in columns 8 and 9 for what they are', () => {
    const gt = readMotData('PETS09-S2L1/gt/gt.txt');
    const flagged = gt.filter((row) => row.score === 1);
    expect(evalTracks(gt, flagged)).toMatchObject({ MOTA: 1, IDF1: 1, GT: 19 });
  });
});

const box = (frame: number, id: number, left: number, rest: Partial<MotRow> = {}): MotRow => ({
  frame,
  id,
  left,
  top: 10,
  width: 40,
  height: 100,
  score: 1,
  extra: [-1, -1, -1],
  ...rest,
});

describe('MOTChallenge rules', () => {
  const person = [1, 2, 3].map((f) => box(f, 1, 100, { extra: [1, 1, Number.NaN] }));
  it.each([
    { name: 'a result on a static person is left out', kind: 7, flag: 0, FP: 0 },
    { name: 'a result on a reflection is left out, whatever its flag', kind: 12, flag: 1, FP: 0 },
    { name: 'a result on a car is wrong', kind: 3, flag: 0, FP: 3 },
    { name: 'a result on an unflagged pedestrian is wrong', kind: 1, flag: 0, FP: 3 },
  ])('$name', ({ kind, flag, FP }) => {
    const other = [1, 2, 3].map((f) => box(f, 2, 400, { score: flag, extra: [kind, 1, Number.NaN] }));
    const scores = evalTracks([...person, ...other], [...person, ...other]);
    expect(scores).toMatchObject({ FP, FN: 0, GT: 1 });
  });

  it('counts a switch when a person comes back under another id, and the break', () => {
    const gt = [1, 2, 3, 4, 5].map((f) => box(f, 1, 100));
    const result = [box(1, 7, 100), box(2, 7, 100), box(4, 8, 100), box(5, 8, 100)];
    expect(evalTracks(gt, result)).toMatchObject({ IDSW: 1, frag: 1, FN: 1, FP: 0, MOTA: 0.6, PT: 1 });
  });

  it('keeps a pair of the frame before although another box fits better', () => {
    const gt = [1, 2].map((f) => box(f, 1, 100));
    const result = [box(1, 7, 100), box(2, 7, 108), box(2, 8, 100)];
    expect(evalTracks(gt, result)).toMatchObject({ IDSW: 0, FP: 1 });
  });

  it('refuses plain detections', () => {
    const twice = [box(3, -1, 100), box(3, -1, 300)];
    expect(() => evalTracks([box(3, 1, 100)], twice)).toThrow('result: id -1 is twice in frame 3');
  });

  it.each([
    { name: 'an empty result', gt: [box(1, 1, 100)], result: [], expected: { MOTA: 0, IDF1: 0, HOTA: 0, FN: 1 } },
    { name: 'an empty ground truth', gt: [], result: [box(1, 1, 100)], expected: { recall: 0, FP: 1, GT: 0 } },
  ])('gives numbers for $name', ({ gt, result, expected }) => {
    expect(evalTracks(gt, result)).toMatchObject(expected);
  });
});

/** Up to 4 people over 8 frames; a result that loses, moves and swaps some boxes. */
const world = fc.array(
  fc.record({
    frame: fc.integer({ min: 1, max: 8 }),
    id: fc.integer({ min: 1, max: 4 }),
    left: fc.integer({ min: 0, max: 90 }),
    found: fc.boolean(),
    shift: fc.integer({ min: -15, max: 15 }),
    resultId: fc.integer({ min: 1, max: 5 }),
  }),
  { minLength: 1, maxLength: 40 },
);

function scene(items: { frame: number; id: number; left: number; found: boolean; shift: number; resultId: number }[]) {
  const gt = new Map<string, MotRow>();
  const result = new Map<string, MotRow>();
  for (const { frame, id, left, found, shift, resultId } of items) {
    gt.set(`${frame}:${id}`, box(frame, id, left));
    if (found) result.set(`${frame}:${resultId}`, box(frame, resultId, left + shift));
  }
  return { gt: [...gt.values()], result: [...result.values()] };
}

describe('properties', () => {
  it('gives 1 for a perfect result', () => {
    fc.assert(
      fc.property(world, (items) => {
        const { gt } = scene(items);
        const scores = evalTracks(gt, gt);
        // The LocA of equal boxes is 1 but for the last bit of the overlap.
        for (const key of RATIOS) expect(scores[key], key).toBeCloseTo(1, 12);
        expect(scores).toMatchObject({ IDSW: 0, FP: 0, FN: 0, MT: scores.GT });
      }),
      { numRuns: 60 },
    );
  });

  it('does not change when ids are permuted', () => {
    fc.assert(
      fc.property(world, fc.shuffledSubarray([1, 2, 3, 4, 5], { minLength: 5 }), (items, names) => {
        const { gt, result } = scene(items);
        const renamed = (rows: MotRow[]) => rows.map((row) => ({ ...row, id: names[row.id - 1] * 1000 }));
        const before = evalTracks(gt, result);
        const after = evalTracks(renamed(gt), renamed(result));
        for (const key of Object.keys(before) as (keyof typeof before)[]) {
          expect(after[key], key).toBeCloseTo(before[key], 9);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('never finds more people after a true box is removed from the result', () => {
    fc.assert(
      fc.property(world, fc.nat(), (items, pick) => {
        const { gt, result } = scene(items);
        if (result.length === 0) return;
        const gone = pick % result.length;
        const less = result.filter((_, i) => i !== gone);
        expect(evalTracks(gt, less).recall).toBeLessThanOrEqual(evalTracks(gt, result).recall);
      }),
      { numRuns: 100 },
    );
  });
});
