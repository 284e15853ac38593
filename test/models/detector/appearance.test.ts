import { describe, expect, it } from 'vitest';
import { alike, cropTo, normalise } from '../../../models/detector/appearance.ts';
import type { Pixels } from '../../../models/detector/letterbox.ts';

const SIZE = { width: 4, height: 8 };

/** A picture of 40 × 40 pixels at half the native size: left half blue 200, right half red 100, all green 50. */
function picture(): Pixels {
  const [width, height] = [40, 40];
  const data = new Uint8Array(3 * width * height);
  for (let i = 0; i < width * height; i++) {
    data[i] = 50;
    if (i % width < 20) data[width * height + i] = 200;
    else data[2 * width * height + i] = 100;
  }
  return { data, width, height, scaleX: 0.5, scaleY: 0.5 };
}

const pixelsOf = (tensor: Float32Array) =>
  Array.from({ length: tensor.length / 3 }, (_, i) => [...tensor.subarray(3 * i, 3 * i + 3)]);

describe('a crop of a person', () => {
  it.each([
    ['left', [0, 0, 40, 80], [200, 50, 0]],
    ['right', [40, 0, 80, 80], [0, 50, 100]],
    ['cut off by the border', [60, -20, 200, 90], [0, 50, 100]],
  ])('on the %s has its colours, blue first', (_name, box, colour) => {
    const tensor = new Float32Array(3 * SIZE.width * SIZE.height);
    expect(cropTo(picture(), Float32Array.from([0, 0, 0, 0, ...box]), 1, SIZE, tensor)).toBe(true);
    for (const pixel of pixelsOf(tensor)) expect(pixel).toEqual(colour);
  });

  it('is stretched to the size of the network', () => {
    const tensor = new Float32Array(3 * SIZE.width * SIZE.height);
    cropTo(picture(), Float32Array.of(0, 0, 80, 80), 0, SIZE, tensor);
    const row = pixelsOf(tensor).slice(0, 4);
    expect(row).toEqual([
      [200, 50, 0],
      [200, 50, 0],
      [0, 50, 100],
      [0, 50, 100],
    ]);
  });

  it.each([
    ['outside of the picture', [100, 0, 140, 80]],
    ['smaller than anything can be seen', [10, 10, 14, 40]],
    ['inside out', [40, 0, 0, 80]],
    ['not a number', [Number.NaN, 0, 40, 80]],
  ])('%s is none', (_name, box) => {
    expect(cropTo(picture(), Float32Array.from(box), 0, SIZE, new Float32Array(96))).toBe(false);
  });
});

describe('likeness', () => {
  it('is 1 for the same, 0 for nothing in common, whatever the lengths', () => {
    expect(alike(normalise(Float32Array.of(3, 4)), normalise(Float32Array.of(30, 40)))).toBeCloseTo(1);
    expect(alike(normalise(Float32Array.of(1, 0)), normalise(Float32Array.of(0, 5)))).toBeCloseTo(0);
    expect(normalise(Float32Array.of(0, 0))).toEqual(Float32Array.of(0, 0));
  });
});
