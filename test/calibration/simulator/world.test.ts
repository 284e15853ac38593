import { describe, expect, it } from 'vitest';
import { Stream } from '../../../calibration/simulator/random/stream.ts';
import { makeCalendar } from '../../../calibration/simulator/world/calendar.ts';
import { makeViews } from '../../../calibration/simulator/world/cameras.ts';
import { makeSite } from '../../../calibration/simulator/world/site.ts';
import { projectTo } from '../../../calibration/simulator/world/views.ts';
import { makeWorld } from '../../../calibration/simulator/world/world.ts';
import { createFloorPlacer } from '../../../edge/floor/floor.ts';

describe('the calendar', () => {
  const days = makeCalendar('2025-01-01', 365, new Stream(1).sub('region'));
  const on = (date: string) => days.find((d) => d.date === date);

  it.each([
    ['2025-01-01', 'New Year'],
    ['2025-04-18', 'Good Friday'],
    ['2025-04-21', 'Easter Monday'],
    ['2025-05-29', 'Ascension'],
    ['2025-06-09', 'Whit Monday'],
    ['2025-12-25', 'Christmas'],
    ['2025-03-30', 'a Sunday, and the day on which the clocks go forward'],
  ])('is closed on %s, %s', (date) => {
    expect(on(date)?.open).toBeUndefined();
  });

  it('opens at eight local time on either side of the change of the clocks', () => {
    expect(new Date(on('2025-03-29')?.open?.fromMs ?? 0).toISOString()).toBe('2025-03-29T07:00:00.000Z');
    expect(new Date(on('2025-03-31')?.open?.fromMs ?? 0).toISOString()).toBe('2025-03-31T06:00:00.000Z');
    expect((on('2025-03-31')?.midnightMs ?? 0) - (on('2025-03-30')?.midnightMs ?? 0)).toBe(23 * 3_600_000);
  });

  it('closes early on Christmas Eve', () => {
    const open = on('2025-12-24')?.open;
    expect(((open?.toMs ?? 0) - (open?.fromMs ?? 0)) / 3_600_000).toBe(6);
  });
});

describe.each([60, 300, 1000, 2500])('a world of %d products', (products) => {
  const world = makeWorld({ seed: 4, products, store: 0, stores: 1 });

  it('has a way from everywhere to everywhere, outside of the furniture', () => {
    const { navigation, plan } = world;
    const n = navigation.places.length;
    for (let from = 0; from < n; from += 7) {
      for (let to = 0; to < n; to += 5) {
        if (from === to) continue;
        const way = navigation.way(from, to);
        expect([way.x[0], way.y[0]]).toEqual(navigation.places[from]);
        expect([way.x[way.x.length - 1], way.y[way.y.length - 1]]).toEqual(navigation.places[to]);
        for (let i = 1; i < way.x.length - 1; i++) {
          const inside = plan.fixtures.some(
            (f) => way.x[i] > f.x && way.x[i] < f.x + f.w && way.y[i] > f.y && way.y[i] < f.y + f.h,
          );
          expect(inside).toBe(false);
        }
      }
    }
  });

  it('has its shelves within the plan, and every product on one of them', () => {
    const placed = world.productsAt.flat();
    expect(new Set(placed).size).toBe(world.catalogue.products.length);
    for (const [x, y] of world.navigation.places) {
      expect(x > 0 && y > 0 && x < world.plan.widthM && y < world.plan.heightM).toBe(true);
    }
  });

  it('has cameras whose calibration in the site file leads back to the floor', () => {
    const views = makeViews(world, 8);
    const site = makeSite(world, views, { kind: 'detections' }, 10);
    const at = { u: 0, v: 0, depth: 0 };
    for (const view of views) {
      const camera = site.cameras.find((c) => c.id === view.id);
      if (!camera || !('points' in camera.calibration)) throw new Error('no points');
      const placer = createFloorPlacer(camera, site.floors[0], view);
      for (const { m } of camera.calibration.points) {
        projectTo(view, m[0], m[1], 0, at);
        const placed = placer.place({
          count: 1,
          id: new Float64Array([1]),
          xyxy: new Float32Array([at.u - 5, at.v - 20, at.u + 5, at.v]),
          score: new Float32Array([1]),
          measured: new Uint8Array([1]),
        });
        if (placed.count === 0) continue;
        expect(Math.hypot(placed.xM[0] - m[0], placed.yM[0] - m[1])).toBeLessThan(0.02);
      }
    }
  });
});

describe('a chain', () => {
  it('shares its catalogue and differs in size and range', () => {
    const [a, b] = [0, 1].map((store) => makeWorld({ seed: 4, products: 300, store, stores: 3 }));
    expect(a.catalogue).toEqual(b.catalogue);
    expect(a.size).not.toBe(b.size);
    expect([a.store, b.store]).toEqual(['sim-1', 'sim-2']);
  });
});
