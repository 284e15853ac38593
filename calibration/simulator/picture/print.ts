import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DateTime } from 'luxon';
import { hiddenBelow } from '../film/sight.ts';
import type { Body } from '../film/walker.ts';
import { LineFile } from '../output/line-file.ts';
import type { Stream } from '../random/stream.ts';
import { atLocalMinute } from '../world/clock.ts';
import type { FloorPlan } from '../world/floor-plan.ts';
import type { View } from '../world/views.ts';
import type { Album } from './album.ts';
import { Eye, tenth } from './eye.ts';
import type { ShelfMoment, Shelved } from './moment.ts';
import { silhouettes } from './people.ts';
import { lightThere, renderFloorView, renderShelf } from './render.ts';
import type { ShelfCamera } from './shelf-camera.ts';
import { shelfTruth } from './shelf-truth.ts';

const MINUTE_MS = 60_000;
const KNOCK = 10;

/** Writes an album's pictures, and what is true of them beside: `pictures/`, `frames/`, `truth/`. Answers how many. */
export async function printAlbum(
  folder: string,
  album: Album,
  progress: (share: number) => void = () => undefined,
): Promise<{ pictures: number; frames: number }> {
  const pictures = await printShelves(folder, album, progress);
  const frames = await printFrames(folder, album);
  progress(1);
  return { pictures, frames };
}

async function printShelves(folder: string, album: Album, progress: (share: number) => void): Promise<number> {
  const { day, cameras, wish, simulation, diary } = album;
  if (!day?.open || cameras.length === 0) return 0;
  const store: Shelved = { world: simulation.world, seed: simulation.options.seed };
  const random = simulation.random.sub('pictures', day.index);
  const truth = new LineFile(join(folder, 'truth', 'pictures.ndjson'));
  const { fromMs, toMs } = day.open;
  const stepMs = wish.everyMinutes * MINUTE_MS;
  const moments = Math.ceil((toMs - fromMs) / stepMs);
  for (let number = 1; number <= moments; number++) {
    const tMs = fromMs + (number - 1) * stepMs;
    const units = diary.at(tMs);
    const strays = diary.straysAt(tMs);
    const moment: ShelfMoment = { day: day.index, units: (p) => units[p], strays, people: album.peopleAt(tMs) };
    const name = `${nameOf(album, tMs)}-${String(number).padStart(4, '0')}.jpg`;
    const shots = cameras.map((camera) => {
      const mine = random.sub(camera.id);
      return { camera, mine, shift: shiftOf(camera, mine, number, (number - 1) / moments, wish.shakePx) };
    });
    await Promise.all(
      shots.map(async ({ camera, mine, shift }) => {
        const light = lightThere(store, day, tMs, camera.middle[1], mine);
        const jpeg = await renderShelf(store, camera, moment, { light, shift, random: mine.sub('noise', number) });
        write(join(folder, 'pictures', camera.id, name), jpeg);
      }),
    );
    for (const { camera, shift } of shots) {
      const facings = shelfTruth(store, camera, new Eye(camera.view, shift), moment);
      truth.json({ camera: camera.id, file: `pictures/${camera.id}/${name}`, tMs, facings });
    }
    progress(number / (moments + 1));
  }
  truth.close();
  return moments * cameras.length;
}

/** How far a camera has been pushed aside: a little each time, and for good once somebody has knocked against it. */
function shiftOf(
  camera: ShelfCamera,
  random: Stream,
  number: number,
  share: number,
  shakePx: number,
): [number, number] {
  if (shakePx === 0) return [0, 0];
  const shake = random.sub('shake', number);
  const knock = random.sub('knock');
  const knocked = Number(camera.id.replace(/\D/g, '')) % 3 === 1 && share > 0.2 + 0.6 * knock.at(0) ? KNOCK : 0;
  return [
    shakePx * (shake.normal() + knocked * (knock.at(1) < 0.5 ? -1 : 1)),
    shakePx * (shake.normal() + knocked * 0.5 * (knock.at(2) < 0.5 ? -1 : 1)),
  ];
}

async function printFrames(folder: string, album: Album): Promise<number> {
  const { day, views, wish, simulation, diary } = album;
  if (!day?.open || wish.frames.length === 0) return 0;
  const store: Shelved = { world: simulation.world, seed: simulation.options.seed };
  const truth = new LineFile(join(folder, 'truth', 'frames.ndjson'));
  let count = 0;
  for (const { camera, atMinutes } of wish.frames) {
    const view = views.find(({ id }) => id === camera);
    if (!view) continue;
    for (const at of atMinutes) {
      const tMs = atLocalMinute(day, at);
      const people = album.peopleAt(tMs);
      const units = diary.at(tMs);
      const random = simulation.random.sub('frames', camera, at);
      const light = lightThere(store, day, tMs, view.at[1], random);
      const jpeg = await renderFloorView(store, view, people, (p) => units[p], { light, random });
      const file = `frames/${camera}/${nameOf(album, tMs)}.jpg`;
      write(join(folder, file), jpeg);
      truth.json({ camera, file, tMs, people: inPicture(view, simulation.world.plan, people) });
      count++;
    }
  }
  truth.close();
  return count;
}

/** Who is in a picture: place on the floor, box in pixels (left, top, right, bottom), share that no furniture hides. */
function inPicture(view: View, plan: FloorPlan, people: readonly Body[]) {
  const bodies = new Map(people.map((body) => [body.id, body]));
  return silhouettes(new Eye(view), people).flatMap(({ id, outlines }) => {
    const body = bodies.get(id);
    if (!body) return [];
    const { x, y, tallM } = body;
    const visible = Math.min(1, 1 - hiddenBelow(view, plan, x, y) / tallM);
    if (visible <= 0) return [];
    const [us, vs] = [0, 1].map((i) => outlines.flat().map((point) => point[i]));
    const box = [
      Math.max(0, tenth(Math.min(...us))),
      Math.max(0, tenth(Math.min(...vs))),
      Math.min(view.width, tenth(Math.max(...us))),
      Math.min(view.height, tenth(Math.max(...vs))),
    ];
    return [{ id, x: round(x), y: round(y), box, visible: round(visible) }];
  });
}

function write(path: string, bytes: Buffer): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
}

const round = (metres: number): number => Math.round(metres * 1000) / 1000;

/** The store's own time, as a file's name. */
const nameOf = ({ simulation }: Album, tMs: number): string =>
  DateTime.fromMillis(tMs, { zone: simulation.options.opening.timeZone }).toFormat("yyyy-MM-dd'T'HHmm");
