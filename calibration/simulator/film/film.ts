import type { Itinerary } from '../people/itinerary.ts';
import type { Stream } from '../random/stream.ts';
import type { View } from '../world/views.ts';
import type { World } from '../world/world.ts';
import { CameraFilm } from './camera-film.ts';
import type { FilmNoise } from './noise.ts';
import { Stage } from './stage.ts';
import type { Body, Walker } from './walker.ts';

export interface FilmOptions {
  world: World;
  its: readonly Itinerary[];
  views: readonly View[];
  noise: FilmNoise;
  random: Stream;
  fps: number;
  fromMs: number;
  frames: number;
}

export interface FilmFrame {
  /** From 1. */
  frame: number;
  tMs: number;
  people: readonly Walker[];
  cameras: readonly CameraFilm[];
}

/**
 * Walks through a stretch of time frame by frame: everybody's place, and each camera's true and found boxes. What it
 * yields is valid until the next frame is asked for.
 */
export function* film(options: FilmOptions): Generator<FilmFrame, void, void> {
  const { world, its, views, noise, random, fps, fromMs, frames } = options;
  const stage = new Stage(world, its, random.sub('people'), fps, noise.trolleys);
  const standing = [...(noise.cashiers ? cashiersOf(world, its) : []), ...mannequinsOf(world, noise.mannequins)];
  const bumped = views.length > 2 ? 2 : 0;
  const cameras = views.map((view, i) => {
    const bumpFrame = noise.bumpAt < 1 && i === bumped ? Math.round(noise.bumpAt * frames) : -1;
    // A camera whose clock is behind shows what was some frames ago.
    const lateFrames = Math.round(random.sub('skew', view.id).uniform() * noise.skewS * fps);
    return new CameraFilm(view, world.plan, noise, random.sub('camera', view.id), fps, { bumpFrame, lateFrames });
  });
  const past: { people: Body[] }[] = [];
  const most = Math.max(0, ...cameras.map((camera) => camera.lateFrames));
  for (let frame = 1; frame <= frames; frame++) {
    const tMs = fromMs + Math.round((frame * 1000) / fps);
    const people = stage.step(tMs);
    const seen = standing.length > 0 ? [...people, ...standing] : people;
    if (most > 0) {
      past.unshift({
        people: seen.map(({ id, x, y, tallM, reaching, trolley }) => ({ id, x, y, tallM, reaching, trolley })),
      });
      past.length = Math.min(past.length, most + 1);
    }
    for (const camera of cameras)
      camera.look(frame, most > 0 ? past[Math.min(camera.lateFrames, past.length - 1)].people : seen);
    yield { frame, tMs, people, cameras };
  }
}

/** Somebody sits on the far side of each counter at which anybody is served during the film. */
function cashiersOf(world: World, its: readonly Itinerary[]): Body[] {
  const busy = new Set(its.flatMap((it) => (it.wait?.till === undefined ? [] : [it.wait.till])));
  return [...busy]
    .sort((a, b) => a - b)
    .map((till) => {
      const { counter } = world.plan.tills[till];
      const y = counter.y + counter.h / 2;
      return { id: CASHIERS + till, x: counter.x - 0.35, y, tallM: 1.3, reaching: false, trolley: false };
    });
}

/** Beside the first displays' places, so that nobody walks through them; their ids are below 0: they are nobody. */
const mannequinsOf = (world: World, count: number): Body[] =>
  world.plan.ends
    .filter((_, i) => i % 2 === 1)
    .slice(0, count)
    .map(([x, y], i) => ({ id: -1 - i, x: x + 0.35, y: y - 0.35, tallM: 1.75, reaching: false, trolley: false }));

/** Ids beyond those of visits. */
const CASHIERS = 1e9;
