import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allocateDetections } from '../../../models/detector/detections.ts';
import { decodeYolox, yoloxCells } from '../../../models/detector/yolox.ts';
import { yoloxNano416 } from '../../../models/detector/zoo/yolox-nano-416.ts';

const input = { width: 416, height: 416 };
const CELLS = 52 * 52 + 26 * 26 + 13 * 13;
const COLUMNS = 85;

/** A head that sees nothing but these: [row, o0, o1, o2, o3, object, person]. */
function head(...boxes: [row: number, ...values: number[]][]): Float32Array {
  const values = new Float32Array(CELLS * COLUMNS);
  for (const [row, ...v] of boxes) values.set(v, row * COLUMNS);
  return values;
}

function decoded(values: Float32Array, minScore = 0.1, room = 10, scale = { x: 1, y: 1 }) {
  const out = allocateDetections(room);
  decodeYolox(values, input, scale, minScore, out);
  return Array.from({ length: out.count }, (_, i) => ({
    box: [...out.xyxy.subarray(4 * i, 4 * i + 4)].map((v) => Math.round(v * 100) / 100),
    score: Math.round(out.score[i] * 1000) / 1000,
  }));
}

describe('decodeYolox', () => {
  it('has room for as many boxes as the head has', () => {
    expect(yoloxCells(input)).toBe(CELLS);
  });

  // w = exp(o2)·s: exp(0) = 1 cell.
  it.each<[string, number, number[]]>([
    ['the first cell of stride 8', 0, [0, 0, 8, 8]],
    ['the end of its first row', 51, [408, 0, 416, 8]],
    ['its second row', 52, [0, 8, 8, 16]],
    ['the first cell of stride 16', 2704, [0, 0, 16, 16]],
    ['the last cell of stride 32', CELLS - 1, [384, 384, 416, 416]],
  ])('%s lies where it should', (_, row, box) => {
    expect(decoded(head([row, 0.5, 0.5, 0, 0, 0.9, 0.5]))).toEqual([{ box, score: 0.45 }]);
  });

  it('undoes the scale, each side its own', () => {
    expect(decoded(head([0, 0.5, 0.5, 0, 0, 1, 1]), 0.1, 10, { x: 0.5, y: 0.25 })[0].box).toEqual([0, 0, 16, 32]);
  });

  it.each([
    ['object times person decides', 0.5, 0.5, 0.26, 0],
    ['at the least score it counts', 0.5, 0.5, 0.25, 1],
    ['an object that is no person does not', 1, 0, 0.1, 0],
    ['what is no number does not', Number.NaN, 1, 0, 0],
  ])('%s', (_, object, person, minScore, count) => {
    expect(decoded(head([7, 0, 0, 0, 0, object, person]), minScore).length >= count).toBe(true);
    expect(decoded(head([7, 0, 0, 0, 0, object, person]), Math.max(minScore, 1e-6))).toHaveLength(count);
  });

  it('stops at the room that it has', () => {
    expect(decoded(new Float32Array(CELLS * COLUMNS).fill(0.5), 0.1, 3)).toHaveLength(3);
  });

  it('refuses a head of another model', () => {
    expect(() => decoded(new Float32Array(1000))).toThrow(/does not fit/);
  });
});

describe('the reading of yolox-nano-416', () => {
  const pixels = { data: new Uint8Array(0), width: 416, height: 312, scaleX: 416 / 768, scaleY: 312 / 576 };

  it('finds the one good box among a picture full of bad ones, wherever it is', () => {
    const reading = yoloxNano416.reading();
    fc.assert(
      fc.property(fc.nat(CELLS - 1), (row) => {
        const values = new Float32Array(CELLS * COLUMNS);
        for (let i = 0; i < CELLS; i++) values.set([0.5, 0.5, -2, -2, 0.3, 0.3], i * COLUMNS);
        values.set([0.5, 0.5, 1, 1, 0.9, 0.9], row * COLUMNS);
        const out = allocateDetections(300);
        reading.decode([values], pixels, 0.05, out);
        expect(out.score[0]).toBeCloseTo(0.81, 5);
      }),
      { numRuns: 10 },
    );
  });
});
