import { AisleError } from '../../../models/contract/errors.ts';
import type { Site } from '../../../models/contract/site.ts';
import type { Body } from '../film/walker.ts';
import type { Itinerary } from '../people/itinerary.ts';
import type { Simulation } from '../simulation.ts';
import type { Day } from '../world/calendar.ts';
import { atLocalMinute } from '../world/clock.ts';
import type { View } from '../world/views.ts';
import { copyOf, peopleAt } from './people.ts';
import { makeShelfCameras, type ShelfCamera, withShelfCameras } from './shelf-camera.ts';
import { StockDiary } from './stock-diary.ts';

/** Pictures that are asked for, all of the first open day. */
export interface AlbumWish {
  /** Shelf cameras; 0 for none. */
  shelfCameras: number;
  everyMinutes: number;
  /** Standard deviation of each picture's place in pixels; every third camera is knocked once by ten times as much. */
  shakePx: number;
  /** Cameras over the floor whose pictures are wanted, and minutes since midnight. */
  frames: readonly { camera: string; atMinutes: readonly number[] }[];
}

/** Keeps what the pictures of a day are drawn from while the store runs. It never changes what happens in the store. */
export class Album {
  readonly wish: AlbumWish;
  readonly simulation: Simulation;
  readonly views: readonly View[];
  readonly cameras: readonly ShelfCamera[];
  readonly day: Day | undefined;
  readonly diary: StockDiary;
  private readonly wanted: readonly number[];
  private readonly its: Itinerary[] = [];
  /** People on film at the wanted moments. */
  private readonly filmed = new Map<number, Body[]>();

  /** Throws BAD_CALL for a camera that the store does not have. */
  constructor(wish: AlbumWish, simulation: Simulation, views: readonly View[]) {
    const names = views.map(({ id }) => id);
    const missing = wish.frames.find(({ camera }) => !names.includes(camera));
    if (missing) {
      const message = `the store has no camera ${missing.camera} over its floor`;
      throw new AisleError('BAD_CALL', message, `Use one of: ${names.join(', ')}.`);
    }
    this.wish = wish;
    this.simulation = simulation;
    this.views = views;
    this.cameras = makeShelfCameras(simulation.world, wish.shelfCameras);
    this.day = simulation.calendar.find((day) => day.open);
    this.wanted = this.frameMoments();
    this.diary = new StockDiary(simulation.world, simulation.random.sub('strays'));
  }

  /** The site file's text for a store that has these cameras too. */
  siteOf(site: Site): Site {
    if (this.cameras.length === 0) return site;
    return withShelfCameras(site, this.simulation.world, this.cameras, this.wish.everyMinutes);
  }

  visited(it: Itinerary, day: Day): void {
    if (day !== this.day) return;
    this.its.push(it);
    this.diary.visited(it);
  }

  shelves(tMs: number, onShelf: (product: number) => number): void {
    const open = this.day?.open;
    if (open && tMs >= open.fromMs && tMs <= open.toMs) this.diary.counted(tMs, onShelf);
  }

  /** Moments of the wanted frames, in order. */
  private frameMoments(): number[] {
    const { day } = this;
    if (!day) return [];
    const all = this.wish.frames.flatMap(({ atMinutes }) => atMinutes.map((at) => atLocalMinute(day, at)));
    return [...new Set(all)].sort((a, b) => a - b);
  }

  /** A frame of the film: where its moment is wanted, its people are kept. */
  onFilm(tMs: number, people: readonly Body[]): void {
    for (const wanted of this.wanted) {
      if (tMs >= wanted && !this.filmed.has(wanted) && tMs - wanted < 1000) this.filmed.set(wanted, copyOf(people));
    }
  }

  /** Who is where: as filmed, or by the itineraries. */
  peopleAt(tMs: number): readonly Body[] {
    const { world, random } = this.simulation;
    return this.filmed.get(tMs) ?? peopleAt(world, this.its, random.sub('pictured', tMs % 86_400_000), tMs);
  }
}
