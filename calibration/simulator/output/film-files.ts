import { join } from 'node:path';
import type { Boxes } from '../film/boxes.ts';
import type { CameraFilm } from '../film/camera-film.ts';
import { film } from '../film/film.ts';
import type { FilmNoise } from '../film/noise.ts';
import type { Body } from '../film/walker.ts';
import type { Itinerary } from '../people/itinerary.ts';
import type { Simulation } from '../simulation.ts';
import type { View } from '../world/views.ts';
import { LineFile } from './line-file.ts';

export interface FilmPlan {
  fromMs: number;
  frames: number;
  fps: number;
  noise: FilmNoise;
}

/** Films a stretch of a day: detections by camera, and under `truth/` everybody's place and each camera's true tracks. */
export function writeFilm(
  folder: string,
  simulation: Simulation,
  views: readonly View[],
  its: readonly Itinerary[],
  plan: FilmPlan,
  progress: (share: number) => void = () => undefined,
  onFrame: (tMs: number, people: readonly Body[]) => void = () => undefined,
): { boxes: number } {
  const detections = views.map((v) => new LineFile(join(folder, 'detections', `${v.id}.txt`)));
  const tracks = views.map((v) => new LineFile(join(folder, 'truth', 'tracks', `${v.id}.txt`)));
  const positions = new LineFile(join(folder, 'truth', 'positions.ndjson'));
  const troubles = new LineFile(join(folder, 'truth', 'cameras.ndjson'));
  const outSince = views.map(() => 0);
  let boxes = 0;
  const options = { world: simulation.world, its, views, random: simulation.random.sub('film'), ...plan };
  for (const { frame, tMs, people, cameras } of film(options)) {
    let row = `{"frame":${frame},"tMs":${tMs},"people":[`;
    people.forEach((w, i) => {
      row += `${i > 0 ? ',' : ''}[${w.id},${Math.round(w.x * 1000) / 1000},${Math.round(w.y * 1000) / 1000}]`;
    });
    positions.line(`${row}]}`);
    onFrame(tMs, people);
    cameras.forEach((camera, i) => {
      if (frame === 1 || frame === camera.bumpFrame) tellOf(troubles, camera, frame, tMs, plan.fps);
      if (outSince[i] === 0 && camera.out) outSince[i] = tMs;
      if (outSince[i] > 0 && (!camera.out || frame === plan.frames)) {
        troubles.json({ camera: camera.view.id, trouble: 'outage', fromMs: outSince[i], toMs: tMs });
        outSince[i] = 0;
      }
      boxes += camera.found.count;
      write(detections[i], frame, camera.found, false);
      write(tracks[i], frame, camera.truth, true);
    });
    if (frame % 600 === 0) progress(frame / plan.frames);
  }
  for (const file of [...detections, ...tracks, positions, troubles]) file.close();
  return { boxes };
}

/** A clock that is behind, or the moment at which a camera was knocked out of place. */
function tellOf(
  file: LineFile,
  { view, bumpFrame, lateFrames }: CameraFilm,
  frame: number,
  tMs: number,
  fps: number,
): void {
  const camera = view.id;
  if (frame === bumpFrame) file.json({ camera, trouble: 'bump', fromMs: tMs });
  if (frame === 1 && lateFrames > 0)
    file.json({ camera, trouble: 'clock', lateMs: Math.round((lateFrames * 1000) / fps) });
}

/** MOT rows: of the truth with ids, a flag for what is visible enough to be asked for, class and visible share. */
function write(file: LineFile, frame: number, b: Boxes, truth: boolean): void {
  for (let i = 0; i < b.count; i++) {
    if (truth && b.id[i] < 0) continue;
    const box = `${round1(b.left[i])},${round1(b.top[i])},${round1(b.width[i])},${round1(b.height[i])}`;
    const share = Math.round(b.score[i] * 1000) / 1000;
    file.line(
      truth ? `${frame},${b.id[i]},${box},${share > 0.4 ? 1 : 0},1,${share}` : `${frame},-1,${box},${share},-1,-1,-1`,
    );
  }
}

const round1 = (v: number): number => Math.round(v * 10) / 10;
