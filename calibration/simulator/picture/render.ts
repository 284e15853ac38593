import type { Stream } from '../random/stream.ts';
import type { Day } from '../world/calendar.ts';
import { expose, toJpeg } from './develop.ts';
import { drawShelf, type ShelfMoment, type Shelved } from './draw-shelf.ts';
import { Eye } from './eye.ts';
import { type Light, lightAt } from './light.ts';
import type { ShelfCamera } from './shelf-camera.ts';

/** How a picture is taken; pushed aside by `shift` pixels when somebody has knocked against the camera. */
export interface Taking {
  light: Light;
  shift?: readonly [number, number];
  random: Stream;
}

/** The shelf as its camera has it at that moment: a JPEG. Any state of the facings can be asked for. */
export async function renderShelf(
  store: Shelved,
  camera: ShelfCamera,
  moment: ShelfMoment,
  { light, shift, random }: Taking,
): Promise<Buffer> {
  const svg = drawShelf(store, camera, new Eye(camera.view, shift), moment);
  return toJpeg(await expose(svg, light, random), light.quality);
}

/** The light before a shelf camera; daylight comes from the front of the shop. */
export function shelfLight({ world }: Shelved, camera: ShelfCamera, day: Day, tMs: number, random: Stream): Light {
  const near = Math.min(1, Math.max(0, camera.middle[1] / world.plan.heightM));
  return lightAt(day, tMs, near * near, random.sub(camera.id));
}
