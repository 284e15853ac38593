import { salesWithoutPromotions } from '../economy/effects.ts';
import type { FilmNoise } from '../film/noise.ts';
import { arrivedMs, type Itinerary, leftMs } from '../people/itinerary.ts';
import { Album, type AlbumWish } from '../picture/album.ts';
import { Simulation, type SimulationOptions } from '../simulation.ts';
import { makeViews } from '../world/cameras.ts';
import { atLocalMinute } from '../world/clock.ts';
import { makeSite } from '../world/site.ts';
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

/** Simulates one store and writes all of it into a folder; what pictures are asked for is kept for `printAlbum`. */
export function simulateStore(
  folder: string,
  options: SimulationOptions,
  wish: FilmWish,
  progress: (share: number) => void,
  pictured?: AlbumWish,
): { visits: number; sales: number; messages: number; boxes: number; album: Album | undefined } {
  const simulation = new Simulation(options);
  const { world, calendar, prices } = simulation;
  const views = makeViews(world, wish.cameras);
  const album = pictured && new Album(pictured, simulation, views);
  const plain = makeSite(world, views, { kind: 'detections' }, wish.fps, { calendar, opening: options.opening });
  const site = album?.siteOf(plain) ?? plain;
  const files = new StoreFiles(folder, simulation, site);
  writeTables(folder, world, prices, calendar);
  const filmDay = calendar.find((day) => day.open);
  const fromMs = filmDay ? atLocalMinute(filmDay, wish.from) : 0;
  const toMs = fromMs + wish.minutes * MINUTE_MS;
  const onFilm: Itinerary[] = [];
  const shop = simulation.open({
    dayBegan: (day, delivered) => files.dayBegan(day, delivered),
    visited: (it, day) => {
      if (arrivedMs(it) < toMs && leftMs(it) > fromMs) onFilm.push(it);
      album?.visited(it, day);
      files.visited(it, day);
    },
    sold: (sale, day) => files.sold(sale, day),
    reached: (tMs) => files.reached(tMs),
    shelves: (tMs, onShelf) => {
      album?.shelves(tMs, onShelf);
      files.shelves(tMs, onShelf);
    },
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
    const shown = (s: number) => progress(0.999 - filmShare * (1 - s));
    ({ boxes } = writeFilm(folder, simulation, views, onFilm, plan, shown, (t, people) => album?.onFilm(t, people)));
  }
  if (options.scenario.promotions !== 'none') files.promotions(salesWithoutPromotions(options));
  files.close();
  progress(1);
  return { ...files.counts, boxes, album };
}
