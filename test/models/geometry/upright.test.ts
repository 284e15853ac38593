import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitHomography } from '../../../models/geometry/homography.ts';
import { uprightOf } from '../../../models/geometry/upright.ts';

const NATIVE = { width: 1280, height: 720 };

interface Pose {
  heightM: number;
  /** Downwards from level, and around the vertical; radians. */
  tilt: number;
  pan: number;
  focal: number;
}

/** Where a point at x, y (plan, y down) and z over the floor is in the picture of a camera that hangs at (10, 0). */
function see({ heightM, tilt, pan, focal }: Pose, x: number, y: number, z: number): [u: number, v: number] {
  const [dx, dy, dz] = [x - 10, y, z - heightM];
  const right = dx * Math.cos(pan) + dy * Math.sin(pan);
  const ahead = -dx * Math.sin(pan) + dy * Math.cos(pan);
  const depth = ahead * Math.cos(tilt) - dz * Math.sin(tilt);
  const down = -ahead * Math.sin(tilt) - dz * Math.cos(tilt);
  // Plan y grows away from the camera here, so that right in the picture is left on the plan when seen from above.
  return [NATIVE.width / 2 - (focal * right) / depth, NATIVE.height / 2 + (focal * down) / depth];
}

const poses = fc.record({
  heightM: fc.double({ min: 2.2, max: 8, noNaN: true }),
  tilt: fc.double({ min: 0.3, max: 0.9, noNaN: true }),
  pan: fc.double({ min: -0.5, max: 0.5, noNaN: true }),
  focal: fc.double({ min: 500, max: 1500, noNaN: true }),
});

const mapOf = (pose: Pose) => {
  const places = [6, 8, 10, 12, 14].flatMap((x) => [4, 6, 9, 13].map((y) => [x, y] as const));
  return fitHomography(places.map(([x, y]) => ({ px: see(pose, x, y, 0), m: [x, y] }))) as number[];
};

describe('heights from the map of the floor', () => {
  it('are those of the camera that made it', () => {
    fc.assert(
      fc.property(
        poses,
        fc.double({ min: 7, max: 13, noNaN: true }),
        fc.double({ min: 5, max: 12, noNaN: true }),
        (pose, x, y) => {
          const upright = uprightOf(mapOf(pose), NATIVE);
          expect(upright).toBeDefined();
          if (!upright) return;
          expect(upright.cameraM).toBeCloseTo(pose.heightM, 2);
          const head = see(pose, x, y, 1.7);
          expect(upright.heightAt(x, y, head[1])).toBeCloseTo(1.7, 2);
          const foot = see(pose, x, y, 0);
          const waist = see(pose, x, y, 0.9);
          expect(upright.along(waist[0], waist[1], foot[1])).toBeCloseTo(foot[0], 0);
          const [xM, yM] = upright.under(head[0], head[1], 1.7);
          expect(Math.hypot(xM - x, yM - y)).toBeLessThan(0.05);
        },
      ),
      { numRuns: 200 },
    );
  });

  it.each([
    ['looks straight down', [0.02, 0, -4, 0, 0.02, -4, 0, 0, 1]],
    ['is the plan itself', [1, 0, 0, 0, 1, 0, 0, 0, 1]],
  ])('are not to be had of a camera that %s', (_name, h) => {
    expect(uprightOf(h, NATIVE)).toBeUndefined();
  });
});
