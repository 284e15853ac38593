import type { Stream } from '../random/stream.ts';
import type { Day } from '../world/calendar.ts';
import { localHour } from '../world/clock.ts';

/** How a camera's picture comes out at a moment: factors on the drawing's values, and what the sensor adds. */
export interface Light {
  /** Red, green, blue. */
  gain: readonly [number, number, number];
  /** Change from the left to the right edge, and from the top to the bottom, as shares around the middle. */
  across: number;
  down: number;
  /** Standard deviation of the noise in the dark and at full light, in steps of 255. */
  noise: readonly [number, number];
  /** Of the JPEG. */
  quality: number;
}

/** Daylight lasts so many hours to each side of 13:00. */
const HALF_DAY_H = 6;
const CLOUDS_MS = 20 * 60_000;

/**
 * Lamps, and daylight that comes in by the windows and goes with the hour and the clouds. `near` 0–1: to the windows. One
 * sky for all cameras of a store, `random` for each its own.
 */
export function lightAt(day: Day, tMs: number, near: number, skies: Stream, random: Stream): Light {
  const height = (localHour(day, tMs) - 13) / HALF_DAY_H;
  const sky = Math.max(0, 1 - height * height) * (day.rainy ? 0.4 : 1) * cloudless(skies, tMs);
  const window = sky * (0.15 + 0.85 * near);
  const one = random.sub('exposure').at(Math.floor(tMs / 1000));
  const level = (1.06 + 0.24 * window) * (1 + 0.04 * (one - 0.5));
  // Lamps are warm, the sky is cold.
  const cold = window - 0.25;
  const side = random.at(1) < 0.5 ? -1 : 1;
  return {
    gain: [level * (1 - 0.07 * cold), level, level * (1 + 0.1 * cold)],
    across: side * (0.06 + 0.3 * window),
    down: -0.08,
    // A darker scene is lifted by the sensor's gain, its noise too.
    noise: [2.2 - 0.8 * window, 6 - 2 * window],
    quality: 70 + Math.floor(random.at(2) * 18),
  };
}

/** Share of the sky's light that clouds let through, from one twenty minutes to the next. */
function cloudless(random: Stream, tMs: number): number {
  const clouds = random.sub('clouds');
  const at = tMs / CLOUDS_MS;
  const i = Math.floor(at);
  const share = (k: number) => 0.6 + 0.4 * clouds.at(k);
  return share(i) + (at - i) * (share(i + 1) - share(i));
}
