import type { Body } from '../film/walker.ts';
import { Stream } from '../random/stream.ts';
import type { Day } from '../world/calendar.ts';
import type { View } from '../world/views.ts';
import { expose, toJpeg } from './develop.ts';
import { drawFloor } from './draw-floor.ts';
import { drawShelf } from './draw-shelf.ts';
import { Eye } from './eye.ts';
import { type Light, lightAt } from './light.ts';
import type { ShelfMoment, Shelved } from './moment.ts';
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

/** What a camera under the ceiling sees of the floor, its furniture and its people at a moment: a JPEG. */
export async function renderFloorView(
  store: Shelved,
  view: View,
  people: readonly Body[],
  units: (product: number) => number,
  { light, random }: Taking,
): Promise<Buffer> {
  return toJpeg(await expose(drawFloor(store, view, people, units), light, random), light.quality);
}

/** The light where a camera looks: daylight comes from the front of the shop. `yM`: how far down the plan that is. */
export function lightThere({ world, seed }: Shelved, day: Day, tMs: number, yM: number, random: Stream): Light {
  const near = Math.min(1, Math.max(0, yM / world.plan.heightM));
  return lightAt(day, tMs, near * near, new Stream(seed).sub('sky', day.date), random);
}
