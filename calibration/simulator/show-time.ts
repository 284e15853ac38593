import type { FacingLook } from '../../edge/shelf/facing.ts';
import { film } from './film/film.ts';
import { NOISES } from './film/noise.ts';
import { LOOK_MS, ShelfTrail } from './film/shelf-trail.ts';
import type { Itinerary } from './people/itinerary.ts';
import { DEFAULTS, Simulation } from './simulation.ts';
import type { Day } from './world/calendar.ts';
import { makeViews } from './world/cameras.ts';
import { shelvesOf } from './world/facings.ts';
import type { View } from './world/views.ts';

/** One camera at one moment: left, top, right, bottom, score of each box. */
export interface Look {
  tMs: number;
  boxes: Float32Array;
  /** What it makes of its shelves, at the first look of each half minute. */
  facings?: FacingLook[];
}

/** A camera's looks from a moment on, day after day. */
export type SharedFilm = (afterMs: number | undefined) => Generator<Look, void, void>;

export interface ShowOptions {
  seed: number;
  fps: number;
  products: number;
  cameras: number;
  start: string;
  warmUpDays: number;
}

/** Days that a show goes on for, and looks that wait at most for a camera that is slower than the others. */
export const DAYS = 120;
const WAITING = 4096;
const HOUR_MS = 3_600_000;

/**
 * One store that several cameras look at as it goes on: each day is simulated when the first of them comes to it, and
 * filmed once for all of them.
 */
export class ShowTime {
  readonly simulation: Simulation;
  private readonly options: ShowOptions;
  private readonly its = new Map<number, Itinerary[]>();
  private ranTo = -1;
  private current: { day: number; frames: Generator<unknown, void, void>; waiting: Map<string, Look[]> } | undefined;
  private readonly subscribed = new Set<string>();
  private readonly views: View[];
  private readonly shelves: ShelfTrail;

  constructor(options: ShowOptions) {
    const { seed, products, start, cameras } = options;
    this.options = options;
    this.simulation = new Simulation({ ...DEFAULTS, seed, products, start, days: DAYS });
    const { world, random } = this.simulation;
    this.views = makeViews(world, cameras);
    this.shelves = new ShelfTrail(world, shelvesOf(world, this.views), random.sub('shelf looks'));
    const ignore = () => undefined;
    const stockNow = () => {
      const { clock, stock } = this.simulation.shop;
      this.shelves.note(clock.nowMs, (p) => stock.shelf[p]);
    };
    this.simulation.open({
      dayBegan: () => this.shelves.begin(),
      visited: (it, day) => {
        this.its.get(day.index)?.push(it);
        stockNow();
      },
      sold: stockNow,
      reached: stockNow,
      shelves: stockNow,
      dayEnded: ignore,
    });
  }

  film(camera: string): SharedFilm {
    const show = this;
    return function* (afterMs) {
      show.subscribed.add(camera);
      for (const day of show.simulation.calendar.slice(show.options.warmUpDays)) {
        if (!day.open || (afterMs !== undefined && afterMs >= day.open.toMs)) continue;
        const fromMs = Math.max(day.open.fromMs, afterMs ?? 0);
        for (;;) {
          const look = show.next(camera, day, fromMs);
          if (!look) break;
          yield look;
        }
      }
    };
  }

  private next(camera: string, day: Day, fromMs: number): Look | undefined {
    if (this.current === undefined || this.current.day < day.index) this.begin(day, fromMs);
    const { current } = this;
    if (!current || current.day !== day.index) return undefined;
    for (;;) {
      const look = current.waiting.get(camera)?.shift();
      if (look) return look;
      if (current.frames.next().done) return undefined;
    }
  }

  private begin(day: Day, fromMs: number): void {
    const { calendar, shop, world, random } = this.simulation;
    while (this.ranTo < day.index) {
      this.ranTo++;
      // Only the day that is filmed is kept.
      this.its.clear();
      this.its.set(this.ranTo, []);
      shop.runDay(calendar[this.ranTo]);
    }
    const { fps } = this.options;
    const { views, shelves } = this;
    const waiting = new Map(views.map((view) => [view.id, [] as Look[]]));
    const toMs = (day.open?.toMs ?? fromMs) + HOUR_MS / 2;
    const frames = Math.max(0, Math.floor(((toMs - fromMs) / 1000) * fps));
    const reel = film({
      world,
      its: this.its.get(day.index) ?? [],
      views,
      noise: NOISES.base,
      random: random.sub('film', day.index),
      fps,
      fromMs,
      frames,
    });
    const { subscribed } = this;
    let lookedMs = 0;
    function* shown(): Generator<unknown, void, void> {
      for (const { tMs, cameras: looking } of reel) {
        const due = tMs - lookedMs >= LOOK_MS;
        if (due) lookedMs = Math.floor(tMs / LOOK_MS) * LOOK_MS;
        for (const { view, found } of looking) {
          const queue = waiting.get(view.id);
          if (!queue || !subscribed.has(view.id) || queue.length >= WAITING) continue;
          const boxes = new Float32Array(found.count * 5);
          for (let i = 0; i < found.count; i++) {
            const [left, top] = [found.left[i], found.top[i]];
            boxes.set([left, top, left + found.width[i], top + found.height[i], found.score[i]], 5 * i);
          }
          queue.push({ tMs, boxes, facings: due ? shelves.looks(view.id, tMs) : undefined });
        }
        yield tMs;
      }
    }
    this.current = { day: day.index, frames: shown(), waiting };
  }
}
