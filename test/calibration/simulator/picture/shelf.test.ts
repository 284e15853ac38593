import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Body } from '../../../../calibration/simulator/film/walker.ts';
import { expose, type Pixels } from '../../../../calibration/simulator/picture/develop.ts';
import { drawShelf } from '../../../../calibration/simulator/picture/draw-shelf.ts';
import { Eye, inside, type PointPx } from '../../../../calibration/simulator/picture/eye.ts';
import type { Light } from '../../../../calibration/simulator/picture/light.ts';
import type { ShelfMoment } from '../../../../calibration/simulator/picture/moment.ts';
import { lightThere, renderShelf } from '../../../../calibration/simulator/picture/render.ts';
import {
  facingPx,
  facingsOf,
  makeShelfCameras,
  withShelfCameras,
} from '../../../../calibration/simulator/picture/shelf-camera.ts';
import { shelfTruth } from '../../../../calibration/simulator/picture/shelf-truth.ts';
import { Stream } from '../../../../calibration/simulator/random/stream.ts';
import { DEFAULTS, Simulation } from '../../../../calibration/simulator/simulation.ts';
import { makeViews } from '../../../../calibration/simulator/world/cameras.ts';
import { makeSite } from '../../../../calibration/simulator/world/site.ts';

const seed = 5;
const { world, calendar } = new Simulation({ ...DEFAULTS, seed, days: 1, products: 150 });
const store = { world, seed };
const [camera] = makeShelfCameras(world, 1);
const eye = new Eye(camera.view);
const facings = facingsOf(camera, world);
const [first, second] = facings;
/** Full light without noise: what differs is what is drawn. */
const PLAIN: Light = { gain: [1, 1, 1], across: 0, down: 0, noise: [0, 0], quality: 90 };
const FULL: ShelfMoment = { day: 0, units: (p) => world.capacity[p], strays: [], people: [] };
const random = new Stream(1);

const shot = (moment: Partial<ShelfMoment>, light = PLAIN): Promise<Pixels> =>
  expose(drawShelf(store, camera, eye, { ...FULL, ...moment }), light, random.sub('noise'));

const without = (product: number, units: number) => (p: number) => (p === product ? units : world.capacity[p]);

/** Mean of each pixel's greatest difference in a colour, and the share of pixels in which there is one. */
function difference(a: Pixels, b: Pixels, outline: readonly PointPx[]): { mean: number; share: number } {
  let [sum, changed, count] = [0, 0, 0];
  const [us, vs] = [outline.map(([u]) => u), outline.map(([, v]) => v)];
  for (let y = Math.floor(Math.min(...vs)); y < Math.max(...vs); y++) {
    for (let x = Math.floor(Math.min(...us)); x < Math.max(...us); x++) {
      if (!inside(outline, [x + 0.5, y + 0.5])) continue;
      const i = 3 * (y * a.width + x);
      const by = (c: number) => Math.abs(a.data[i + c] - b.data[i + c]);
      const most = Math.max(by(0), by(1), by(2));
      sum += most;
      changed += most > 8 ? 1 : 0;
      count++;
    }
  }
  return { mean: sum / count, share: changed / count };
}

describe('a drawn shelf', () => {
  let full: Pixels;
  beforeAll(async () => {
    full = await shot({});
  });

  it('has the facings of two bays, whole in the picture, and in the site file', () => {
    expect(facings).toHaveLength(camera.bays.reduce((n, bay) => n + world.productsAt[bay].length, 0));
    expect(facings.length).toBeGreaterThan(12);
    const site = withShelfCameras(
      makeSite(world, makeViews(world, 4), { kind: 'detections' }, 10),
      world,
      [camera],
      15,
    );
    expect(site.shelves.map(({ id }) => id)).toEqual(['shelf-1']);
    for (const [i, facing] of site.shelves[0].facings.entries()) {
      expect(facing.px).toEqual(facingPx(camera, eye, facings[i]));
      for (const [u, v] of facing.px) {
        expect(u > 0 && u < camera.view.width && v > 0 && v < camera.view.height).toBe(true);
      }
    }
  });

  it.each(facings.map((facing, i) => [i, facing] as const).filter(([i]) => i % 5 === 0))(
    'shows the back of the shelf where facing %i is empty, and changes no other place',
    async (_, facing) => {
      const empty = await shot({ units: without(facing.product, 0) });
      expect(difference(full, empty, facingPx(camera, eye, facing)).mean).toBeGreaterThan(12);
      const other = facings.find((f) => f.bay !== facing.bay && f.level !== facing.level) ?? first;
      expect(difference(full, empty, facingPx(camera, eye, other)).share).toBe(0);
    },
  );

  it('changes with the units that are taken, one after the other', async () => {
    const outline = facingPx(camera, eye, second);
    const capacity = world.capacity[second.product];
    let last = full;
    for (const units of [Math.floor(capacity / 2), 1, 0]) {
      const now = await shot({ units: without(second.product, units) });
      expect(difference(last, now, outline).share).toBeGreaterThan(0.02);
      last = now;
    }
  });

  it('shows a stray product, and the truth names it', async () => {
    const stray = { product: facings[9].product, bay: first.bay, slot: first.slot };
    const moment = { ...FULL, units: without(first.product, 0), strays: [stray] };
    const outline = facingPx(camera, eye, first);
    expect(difference(await shot({ units: moment.units }), await shot(moment), outline).share).toBeGreaterThan(0.03);
    const [truth, other] = shelfTruth(store, camera, eye, moment);
    expect(truth).toMatchObject({ units: 0, fill: 0, state: 'empty' });
    expect(truth.misplaced).toEqual([world.catalogue.products[stray.product].sku]);
    expect(other).toMatchObject({ fill: 1, state: 'full', misplaced: [], hidden: 0 });
  });

  it('hides who is behind it', () => {
    const { shelf } = world.plan.bays[camera.bays[0]];
    const [x, y] = [shelf[0] - 1.6 * camera.open[0], shelf[1] - 1.6 * camera.open[1]];
    const people: Body[] = [{ id: 3, x, y, tallM: 1.75, reaching: false, trolley: false }];
    expect(drawShelf(store, camera, eye, { ...FULL, people })).toBe(drawShelf(store, camera, eye, FULL));
    for (const { hidden } of shelfTruth(store, camera, eye, { ...FULL, people })) expect(hidden).toBe(0);
  });

  it('hides what people stand before: the truth’s share is that of the pixels', async () => {
    const { at } = world.plan.bays[camera.bays[0]];
    const body: Body = { id: 3, x: at[0], y: at[1], tallM: 1.75, reaching: true, trolley: false };
    const moment = { ...FULL, people: [body] };
    const behind = await shot(moment);
    let hidden = 0;
    for (const [i, truth] of shelfTruth(store, camera, eye, moment).entries()) {
      const { share } = difference(full, behind, facingPx(camera, eye, facings[i]));
      expect(Math.abs(share - truth.hidden), truth.facing).toBeLessThan(0.08);
      hidden += truth.hidden;
    }
    expect(hidden).toBeGreaterThan(1);
  });
});

describe('a picture of it', () => {
  const take = (by: Stream) => renderShelf(store, camera, FULL, { light: { ...PLAIN, noise: [2, 5] }, random: by });

  it('is a JPEG of the camera’s size, the same bytes for the same seed and others for another', async () => {
    const [a, b, c] = await Promise.all([take(new Stream(9)), take(new Stream(9)), take(new Stream(10))]);
    expect(a.equals(b)).toBe(true);
    expect(a.equals(c)).toBe(false);
    expect(await sharp(a).metadata()).toMatchObject({ format: 'jpeg', width: 1280, height: 720 });
    const other = drawShelf({ world, seed: 6 }, camera, eye, FULL);
    expect(other).not.toBe(drawShelf(store, camera, eye, FULL));
    // Letters would look as the machine's fonts do.
    expect(other).not.toContain('<text');
  });

  it('grows lighter and colder towards noon', async () => {
    const day = { ...calendar[0], rainy: false };
    const fromMs = day.open?.fromMs ?? 0;
    const means = await Promise.all(
      [0, 5].map(async (hour) => {
        const tMs = fromMs + hour * 3_600_000;
        const { data } = await shot({}, lightThere(store, day, tMs, world.plan.heightM, new Stream(4)));
        const mean = [0, 1, 2].map((c) => {
          let sum = 0;
          for (let i = c; i < data.length; i += 3) sum += data[i];
          return sum / (data.length / 3);
        });
        return { green: mean[1], cold: mean[2] / mean[0] };
      }),
    );
    expect(means[1].green).toBeGreaterThan(means[0].green + 8);
    expect(means[1].cold).toBeGreaterThan(means[0].cold + 0.03);
  });

  it('is pushed aside with its camera, and the truth with it', async () => {
    const shift: PointPx = [24, -10];
    const pushed = new Eye(camera.view, shift);
    const [there] = shelfTruth(store, camera, pushed, FULL);
    const [here] = shelfTruth(store, camera, eye, FULL);
    there.px.forEach(([u, v], i) => {
      expect(u - here.px[i][0]).toBeCloseTo(24, 0);
      expect(v - here.px[i][1]).toBeCloseTo(-10, 0);
    });
    const still = await shot({});
    const svg = drawShelf(store, camera, pushed, FULL);
    const moved = await expose(svg, PLAIN, random);
    const at = (pixels: Pixels, x: number, y: number) => pixels.data[3 * (y * pixels.width + x) + 1];
    let same = 0;
    for (let x = 300; x < 900; x += 10) same += Math.abs(at(still, x, 400) - at(moved, x + 24, 390)) < 40 ? 1 : 0;
    expect(same).toBeGreaterThan(50);
  });
});
