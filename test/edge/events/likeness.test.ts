import { describe, expect, it } from 'vitest';
import { EventEngine } from '../../../edge/events/engine.ts';
import { lookOdds, TrackLook } from '../../../edge/events/likeness.ts';
import { normalise } from '../../../models/detector/appearance.ts';
import { HALL, type Spot, Sums, tracksOf } from './record.ts';

const RED = normalise(Float32Array.of(1, 0.2, 0));
const BLUE = normalise(Float32Array.of(0, 0.2, 1));

describe('likeness of two looks', () => {
  it('speaks for the same person, against another, and never decides alone', () => {
    expect(lookOdds(RED, RED)).toBe(3);
    expect(lookOdds(RED, BLUE)).toBe(-3);
    const half = normalise(Float32Array.of(1, 0.2, 1.5));
    expect(Math.abs(lookOdds(RED, half))).toBeLessThan(3);
  });

  it('of a track that changes its look is that of its end', () => {
    const track = new TrackLook(RED);
    for (let i = 0; i < 20; i++) track.add(BLUE);
    expect(track.odds(new TrackLook(BLUE))).toBe(3);
  });
});

/** Somebody gets out of sight, somebody comes into it 2 s later and so far off. Visits of the zone they are in. */
function visits(awayM: number, looks: [before: Float32Array, after: Float32Array] | undefined): number {
  const sums = new Sums();
  const engine = new EventEngine(HALL, HALL.cameras[0]);
  for (let f = 0; f < 400; f++) {
    const spots: Spot[] = [];
    if (f < 60) spots.push([1, 5, 5 + 0.5 * Math.sin(f / 10)]);
    if (f >= 80 && f < 200) spots.push([2, 5 + awayM + 0.01 * (f - 80), 5]);
    const now = new Map<number, Float32Array>();
    if (looks && f % 5 === 0) for (const [id] of spots) now.set(id, looks[id - 1]);
    engine.step(f * 100, tracksOf(spots), sums, now);
    if (f === 100) expect(JSON.stringify(engine.snapshot())).not.toMatch(/look/i);
  }
  engine.cut(sums);
  return sums.sums['left visits'];
}

describe('a gap of two seconds', () => {
  it.each([
    ['near: whatever the looks', 0.3, 1, 1, 1],
    ['by the way: unless they look different', 1.2, 1, 1, 2],
    ['further off: only if they look alike', 2, 2, 1, 2],
    ['far: never', 3, 2, 2, 2],
  ])('is bridged %s', (_name, awayM, byMotion, alike, different) => {
    expect([visits(awayM, undefined), visits(awayM, [RED, RED]), visits(awayM, [RED, BLUE])]).toEqual([
      byMotion,
      alike,
      different,
    ]);
  });
});
