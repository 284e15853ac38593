import { describe, expect, it } from 'vitest';
import { StillWatch } from '../../../edge/events/still.ts';

/** A track from fromMs on: where it is by the second; true for each position that is taken for a thing's. */
function track(watch: StillWatch, person: number, fromMs: number, at: (s: number) => [number, number], lengthS = 5) {
  const found: boolean[] = [];
  for (let k = 0; k <= 10 * lengthS; k++) {
    const [x, y] = at(k / 10);
    found.push(watch.see(person, x, y, fromMs + 100 * k, 0.1));
  }
  watch.forget(person);
  return found;
}

describe('what comes and goes at one spot', () => {
  const stands =
    (xM: number): ((s: number) => [number, number]) =>
    (s) => [xM + 0.02 * Math.sin(7 * s), 4];

  it('is a thing from the fourth time on, also after a stop', () => {
    let watch = new StillWatch();
    for (let i = 0; i < 3; i++) expect(track(watch, i + 1, 60_000 * i, stands(3))).not.toContain(true);
    const state = JSON.parse(JSON.stringify(watch.snapshot()));
    watch = new StillWatch();
    watch.restore(state);
    expect(track(watch, 4, 240_000, stands(3.05))).not.toContain(false);
    expect(track(watch, 5, 300_000, stands(6))).not.toContain(true);
  });

  it.each<[what: string, at: (i: number) => (s: number) => [number, number]]>([
    ['elsewhere each time', (i) => stands(3 + 0.3 * i)],
    [
      'and people are lost there who walked up to it',
      (i) => (i === 2 ? (s) => [3 + 2 * Math.max(0, 2 - s), 4] : stands(3)),
    ],
    ['and people go away from it', (i) => (i === 2 ? (s) => [3 + 2 * Math.max(0, s - 2), 4] : stands(3))],
    ['and it stirs', () => (s) => [3 + 0.5 * Math.sin(s / 2), 4]],
  ])('is no thing when it is %s', (_what, at) => {
    const watch = new StillWatch();
    for (let i = 0; i < 5; i++) expect(track(watch, i + 1, 60_000 * i, at(i))).not.toContain(true);
  });
});
