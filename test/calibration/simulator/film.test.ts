import { beforeAll, describe, expect, it } from 'vitest';
import { film } from '../../../calibration/simulator/film/film.ts';
import { type FilmNoise, NOISES } from '../../../calibration/simulator/film/noise.ts';
import type { Itinerary } from '../../../calibration/simulator/people/itinerary.ts';
import { makeViews } from '../../../calibration/simulator/world/cameras.ts';
import { runStore } from './run.ts';

const FRAMES = 1200;
const FPS = 5;

describe('film', () => {
  const { simulation, days } = runStore({ seed: 8, days: 1, products: 400 });
  const its: Itinerary[] = days[0].its;
  const fromMs = days[0].day.open!.fromMs + 3 * 3_600_000;

  function shoot(noise: FilmNoise) {
    const { world, random } = simulation;
    const views = makeViews(world, 5);
    const sums = { truth: 0, found: 0, nobody: 0, blind: 0, people: 0, width: 0, tracks: new Set<number>() };
    const places: string[] = [];
    const options = { world, its, views, noise, random: random.sub('film'), fps: FPS, fromMs, frames: FRAMES };
    for (const { people, cameras } of film(options)) {
      sums.people += people.length;
      places.push(people.map((w) => `${w.id} ${w.x.toFixed(6)} ${w.y.toFixed(6)}`).join(';'));
      for (const { truth, found } of cameras) {
        sums.truth += truth.count;
        sums.found += found.count;
        for (let i = 0; i < found.count; i++) if (found.id[i] === 0) sums.nobody++;
        if (truth.count > 0 && found.count === 0) sums.blind++;
        for (let i = 0; i < truth.count; i++) {
          sums.width += truth.width[i];
          sums.tracks.add(truth.id[i]);
        }
      }
    }
    return { ...sums, places };
  }

  let base: ReturnType<typeof shoot>;
  beforeAll(() => {
    base = shoot(NOISES.base);
  });

  it('shows the same people at the same places, whatever the noise', () => {
    for (const family of ['clean', 'misses', 'bump', 'cashiers'])
      expect(shoot(NOISES[family]).places).toEqual(base.places);
  });

  it('keeps bodies near their itineraries, within the plan and out of the furniture', () => {
    const { plan } = simulation.world;
    for (const place of base.places) {
      for (const person of place.split(';').filter(Boolean)) {
        const [, x, y] = person.split(' ').map(Number);
        const inside = plan.fixtures.some((f) => x > f.x && x < f.x + f.w && y > f.y && y < f.y + f.h);
        expect(inside || x < 0 || y < 0 || x > plan.widthM || y > plan.heightM).toBe(false);
      }
    }
  });

  it('errs as its family says', () => {
    const clean = shoot(NOISES.clean);
    expect(clean.nobody).toBe(0);
    expect(clean.found).toBeLessThanOrEqual(clean.truth);
    expect(shoot(NOISES.misses).found).toBeLessThan(0.95 * base.found);
    expect(shoot(NOISES.ghosts).nobody).toBeGreaterThan(1.5 * base.nobody);
    expect(shoot({ ...NOISES.outages, outages: 120 }).blind).toBeGreaterThan(1.5 * base.blind);
    expect(shoot(NOISES.cashiers).tracks.size).toBeGreaterThan(base.tracks.size);
    expect(shoot(NOISES.trolleys).width / shoot(NOISES.trolleys).truth).toBeGreaterThan(
      1.05 * (base.width / base.truth),
    );
    expect(shoot(NOISES.bump).truth).not.toBe(base.truth);
    // They stand at the gondolas' ends and are nobody: found, and without a true track.
    const mannequins = shoot(NOISES.mannequins);
    expect(mannequins.found).toBeGreaterThan(base.found + FRAMES / 4);
    expect(mannequins.places).toEqual(base.places);
  });
});
