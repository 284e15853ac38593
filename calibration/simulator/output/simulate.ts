import { salesWithoutPromotions } from '../economy/effects.ts';
import type { FilmNoise } from '../film/noise.ts';
import { arrivedMs, type Itinerary, leftMs } from '../people/itinerary.ts';
import { Simulation, type SimulationOptions } from '../simulation.ts';
import { makeSite } from '../world/site.ts';
import { makeViews } from '../world/cameras.ts';
import { writeFilm } from './film-files.ts';
import { StoreFiles } from './store-files.ts';
import { writeTables } from './tables.ts';

export interface FilmWish {
  /** 0: no film. */
  minutes: number;
  /** Minutes since midnight, local. */
  from: number;
  cameras: number;
  fps: number;
  noise: FilmNoise;
}

const MINUTE_MS = 60_000;

/** Simulates one store and writes all of it into a folder. */
export function simulateStore(
  folder: string,
  options: SimulationOptions,
  wish: FilmWish,
  progress: (share: number) => void,
): { visits: number; sales: number; messages: number; boxes: number } {
  const simulation = new Simulation(options);
  const { world, calendar, prices } = simulation;
  const views = makeViews(world, wish.cameras);
  const site = makeSite(world, views, { kind: 'detections' }, wish.fps, calendar);
  const files = new StoreFiles(folder, simulation, site);
  writeTables(folder, world, prices, calendar);
  const filmDay = calendar.find((day) => day.open);
  const fromMs = filmDay?.open ? filmDay.open.fromMs + (wish.from - 8 * 60) * MINUTE_MS : 0;
  const toMs = fromMs + wish.minutes * MINUTE_MS;
  const onFilm: Itinerary[] = [];
  const shop = simulation.open({
    dayBegan: (day, delivered) => files.dayBegan(day, delivered),
    visited: (it, day) => {
      if (arrivedMs(it) < toMs && leftMs(it) > fromMs) onFilm.push(it);
      files.visited(it, day);
    },
    sold: (sale, day) => files.sold(sale, day),
    reached: (tMs) => files.reached(tMs),
    shelves: (tMs, onShelf) => files.shelves(tMs, onShelf),
    dayEnded: (day, ledger, units) => files.dayEnded(day, ledger, units),
  });
  let boxes = 0;
  const filmShare = wish.minutes > 0 ? 0.3 / Math.max(1, options.days / 10) : 0;
  for (const day of calendar) {
    shop.runDay(day);
    progress(((day.index + 1) / calendar.length) * (1 - filmShare) * 0.999);
  }
  if (wish.minutes > 0 && filmDay) {
    const plan = { fromMs, frames: Math.round(wish.minutes * 60 * wish.fps), fps: wish.fps, noise: wish.noise };
    ({ boxes } = writeFilm(folder, simulation, views, onFilm, plan, (s) => progress(0.999 - filmShare * (1 - s))));
  }
  if (options.scenario.promotions !== 'none') files.promotions(salesWithoutPromotions(options));
  files.close();
  progress(1);
  return { ...files.counts, boxes };
}
