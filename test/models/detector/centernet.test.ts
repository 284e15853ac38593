import { describe, expect, it } from 'vitest';
import { decodeCenternet } from '../../../models/detector/centernet.ts';
import { allocateDetections } from '../../../models/detector/detections.ts';

const SIDE = 8;
const AS_IT_IS = { scale: 1, padLeft: 0, padTop: 0 };

/** Maps of 2 classes with the given scores of class 0 by [row, column]; every box reaches 4, 6, 8 and 10 pixels. */
function maps(scores: [row: number, column: number, score: number][]) {
  const cells = SIDE * SIDE;
  const keypoints = new Float32Array(2 * cells);
  keypoints.fill(0.9, cells);
  for (const [row, column, score] of scores) keypoints[row * SIDE + column] = score;
  const wh = Float32Array.from({ length: 4 * cells }, (_, i) => [4, 6, 8, 10][Math.floor(i / cells)]);
  return { keypoints, wh };
}

function decode(scores: [number, number, number][], { capacity = 10, minScore = 0.3, map = AS_IT_IS } = {}) {
  const { keypoints, wh } = maps(scores);
  const out = allocateDetections(capacity);
  decodeCenternet(keypoints, wh, map, minScore, out);
  const found = Array.from({ length: out.count }, (_, i) => ({
    score: Number(out.score[i].toFixed(3)),
    box: [...out.xyxy.subarray(i * 4, i * 4 + 4)],
  }));
  return found.sort((a, b) => b.score - a.score);
}

describe('decodeCenternet', () => {
  it('gives a box around a peak', () => {
    expect(decode([[2, 3, 0.8]])).toEqual([{ score: 0.8, box: [12 - 4, 8 - 6, 12 + 8, 8 + 10] }]);
  });

  it('goes back to native pixels', () => {
    const [{ box }] = decode([[2, 3, 0.8]], { map: { scale: 0.5, padLeft: 2, padTop: 4 } });
    expect(box).toEqual([(8 - 2) / 0.5, (2 - 4) / 0.5, (20 - 2) / 0.5, (18 - 4) / 0.5]);
  });

  it('looks at people only', () => {
    expect(decode([])).toEqual([]);
  });

  it.each<[string, [number, number, number][], number[]]>([
    [
      'a neighbour of a peak is none',
      [
        [2, 3, 0.8],
        [3, 4, 0.7],
      ],
      [0.8],
    ],
    [
      'two cells apart are two people',
      [
        [2, 3, 0.8],
        [2, 5, 0.7],
      ],
      [0.8, 0.7],
    ],
    [
      'of two equal neighbours one counts',
      [
        [2, 3, 0.8],
        [2, 4, 0.8],
      ],
      [0.8],
    ],
    [
      'the ends of a row are not neighbours',
      [
        [2, 7, 0.8],
        [3, 0, 0.7],
      ],
      [0.8, 0.7],
    ],
    [
      'corners',
      [
        [0, 0, 0.8],
        [7, 7, 0.7],
      ],
      [0.8, 0.7],
    ],
    [
      'the least score is in, below it is out',
      [
        [0, 0, 0.5],
        [4, 4, 0.29],
      ],
      [0.5],
    ],
  ])('%s', (_, scores, expected) => {
    expect(decode(scores).map((it) => it.score)).toEqual(expected);
  });

  it('keeps the best when there is no room', () => {
    const scores: [number, number, number][] = [
      [0, 0, 0.5],
      [2, 2, 0.4],
      [4, 4, 0.9],
      [6, 6, 0.45],
    ];
    expect(decode(scores, { capacity: 2 }).map((it) => it.score)).toEqual([0.9, 0.5]);
  });
});
