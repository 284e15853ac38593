import { describe, expect, it } from 'vitest';
import { createFloorPlacer } from '../../../edge/floor/floor.ts';
import type { Tracks } from '../../../edge/track/tracker.ts';
import type { Camera, Floor } from '../../../models/contract/site.ts';

const NATIVE = { width: 1280, height: 720 };
const FLOOR: Floor = { id: '0', widthM: 20, heightM: 20, cellM: 0.5 };
const [HUNG_M, TILT, FOCAL] = [3, 0.5, 700];

/** A camera over (10, 0) that looks down the plan. */
function see(x: number, y: number, z: number): [u: number, v: number] {
  const [dx, dz] = [x - 10, z - HUNG_M];
  const depth = y * Math.cos(TILT) - dz * Math.sin(TILT);
  return [640 - (FOCAL * -dx) / depth, 360 + (FOCAL * (-y * Math.sin(TILT) - dz * Math.cos(TILT))) / depth];
}

const CAMERA: Camera = {
  id: 'c',
  floor: '0',
  source: { kind: 'simulated' },
  fps: 10,
  calibration: {
    points: [8, 10, 12].flatMap((x) => [4, 7, 11].map((y) => ({ px: see(x, y, 0), m: [x, y] as [number, number] }))),
  },
};

/** The box of somebody at a place, from the head down to so far over the floor. */
function boxOf(x: number, y: number, statureM: number, fromM = 0): Tracks {
  const [footU, bottom] = see(x, y, fromM);
  const [headU, top] = see(x, y, statureM);
  return {
    count: 1,
    id: Float64Array.of(1),
    xyxy: Float32Array.of(Math.min(footU, headU) - 20, top, Math.max(footU, headU) + 20, bottom),
    score: Float32Array.of(1),
    measured: Uint8Array.of(1),
  };
}

function placerThatKnows(staturesM: number[]) {
  const placer = createFloorPlacer(CAMERA, FLOOR, NATIVE);
  for (let i = 0; i < 60; i++) placer.place(boxOf(10, 6, staturesM[i % staturesM.length]));
  return placer;
}

const offM = (placer: ReturnType<typeof placerThatKnows>, x: number, y: number, box: Tracks) => {
  const { count, xM, yM } = placer.place(box);
  return count === 1 ? Math.hypot(xM[0] - x, yM[0] - y) : Number.POSITIVE_INFINITY;
};

describe('the place of somebody', () => {
  it.each<[name: string, statureM: number, fromM: number, withinM: number, x?: number]>([
    ['whose feet are seen', 1.7, 0, 0.01],
    ['who is small, feet seen', 1.5, 0, 0.01],
    ['who is tall, feet seen', 1.95, 0, 0.01],
    ['behind a shelf to the knee', 1.7, 0.5, 0.1],
    ['behind a shelf to the chest', 1.7, 1.2, 0.1],
    ['who is tall, behind a shelf', 1.8, 1, 0.8],
    ['who leans in the picture, far to the side', 1.7, 0, 0.01, 7],
  ])('%s is right', (_name, statureM, fromM, withinM, x = 9) => {
    const placer = placerThatKnows([1.6, 1.7, 1.8]);
    const y = x === 9 ? 8 : 4;
    expect(offM(placer, x, y, boxOf(x, y, statureM, fromM))).toBeLessThan(withinM);
  });

  it('is that of the foot point where boxes are no people’s, and before enough were seen', () => {
    const footOff = offM(createFloorPlacer(CAMERA, FLOOR, NATIVE), 9, 8, boxOf(9, 8, 1.7, 1.2));
    expect(footOff).toBeGreaterThan(2);
    expect(offM(placerThatKnows([0.3]), 9, 8, boxOf(9, 8, 1.7, 1.2))).toBeCloseTo(footOff, 6);
  });
});
