import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Feed,
  feedPlanar,
  offsetOf,
  type Pixels,
  planesOf,
  scaledSize,
} from '../../../models/detector/letterbox.ts';

describe('scaledSize', () => {
  it.each([
    ['letterbox', 416, 416, 768, 576, 416, 312],
    ['letterbox', 416, 416, 576, 768, 312, 416],
    ['letterbox', 512, 512, 640, 480, 512, 384],
    ['letterbox', 416, 416, 100, 100, 416, 416],
    ['letterbox', 416, 416, 4000, 3, 416, 1],
    ['stretch', 416, 320, 768, 576, 416, 320],
  ] as const)('%s into %i × %i of %i × %i is %i × %i', (fit, width, height, nativeWidth, nativeHeight, w, h) => {
    const size = scaledSize({ width, height, fit }, nativeWidth, nativeHeight);
    expect(size).toEqual({ width: w, height: h, scaleX: w / nativeWidth, scaleY: h / nativeHeight });
  });

  it('always fits, fills one side, and keeps the shape to a pixel', () => {
    const side = fc.integer({ min: 16, max: 4000 });
    fc.assert(
      fc.property(side, side, (nativeWidth, nativeHeight) => {
        const { width, height } = scaledSize({ width: 416, height: 416, fit: 'letterbox' }, nativeWidth, nativeHeight);
        expect(Math.max(width, height)).toBe(416);
        expect(Math.abs(width * nativeHeight - height * nativeWidth)).toBeLessThanOrEqual(
          Math.max(nativeWidth, nativeHeight),
        );
      }),
    );
  });
});

describe('feedPlanar', () => {
  const request = { width: 4, height: 4, fit: 'letterbox' } as const;
  const pixels: Pixels = {
    data: planesOf(new Uint8Array([1, 2, 3, 4, 5, 6])),
    width: 2,
    height: 1,
    scaleX: 1,
    scaleY: 1,
  };
  const plane = (tensor: Float32Array, n: number) => [...tensor.subarray(16 * n, 16 * n + 16)];
  const padded = (at: number, a: number, b: number, pad: number) =>
    Array.from({ length: 16 }, (_, i) => (i === at ? a : i === at + 1 ? b : pad));

  it.each<[string, Feed, number, number[]]>([
    ['BGR, top left', { order: 'bgr', pad: 114, anchor: 'top-left' }, 0, [2, 1, 0]],
    ['RGB, in the middle', { order: 'rgb', pad: 0, anchor: 'centre' }, 5, [0, 1, 2]],
  ])('writes %s and pads the rest', (_, feed, at, planes) => {
    const tensor = new Float32Array(48).fill(-1);
    feedPlanar(feed, request, pixels, tensor);
    const [red, green, blue] = planes.map((n) => plane(tensor, n));
    expect(red).toEqual(padded(at, 1, 4, feed.pad));
    expect(green).toEqual(padded(at, 2, 5, feed.pad));
    expect(blue).toEqual(padded(at, 3, 6, feed.pad));
  });

  it('leaves nothing of the picture before', () => {
    const feed: Feed = { order: 'rgb', pad: 7, anchor: 'top-left' };
    const tensor = new Float32Array(48);
    feedPlanar(feed, request, { ...pixels, data: new Uint8Array(48).fill(200), width: 4, height: 4 }, tensor);
    feedPlanar(feed, request, pixels, tensor);
    expect([...tensor].filter((v) => v === 200)).toEqual([]);
  });

  it('knows where the picture lies', () => {
    expect(offsetOf({ order: 'rgb', pad: 0, anchor: 'centre' }, request, { ...pixels, width: 3 })).toEqual({
      left: 0,
      top: 1,
    });
  });
});
