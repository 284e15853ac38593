import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { seeded } from '../../calibration/lab/spoil.ts';
import {
  furnish,
  type RawRow,
  readEdinburgh,
  readGc,
  readObsmat,
  type Scene,
  sceneOf,
} from '../../calibration/lab/spoil-scenes.ts';
import { DATA } from '../support/data.ts';

const FOLDER = join(DATA, 'trajectories');
/** Edinburgh's ways are a tracker's own, in whole pixels: who stands flickers over a line up to once a second. */
const EDINBURGH_SMOOTH_S = 0.5;
const GC_SPAN_S = 4000;
const GC_LENGTH_S = 900;

export const hasTrajectories = (): boolean => existsSync(join(FOLDER, 'Edinburgh'));

/** Four true crowds with zones and lines at the seed's places, and of GC the seed's quarter of an hour. */
export function scenesOf(seed: number): Scene[] {
  const random = seeded(seed * 7919 + 1);
  const fromS = Math.floor(random() * (GC_SPAN_S - GC_LENGTH_S));
  const scenes = [
    sceneOf(edinburgh(), { name: 'edinburgh', clock: 9, fps: 9, metresPerUnit: 0.0247, smoothS: EDINBURGH_SMOOTH_S }),
    sceneOf(gc(), { name: 'gc', clock: 25, fps: 6.25, metresPerUnit: 0.06, fromS, lengthS: GC_LENGTH_S }),
    sceneOf(obsmat('UCY/students03'), { name: 'students03', clock: 25, fps: 12.5, metresPerUnit: 1 }),
    sceneOf(obsmat('ETH/seq_eth'), { name: 'eth', clock: 15, fps: 7.5, metresPerUnit: 1 }),
  ];
  return scenes.map((scene) => furnish(scene, random));
}

/** The same and other crowds at one rate of frames, the usual one of each where none is given. */
export function otherScenes(seed: number, fps?: number): Scene[] {
  const random = seeded(seed * 6151 + 5);
  const fromS = Math.floor(random() * (GC_SPAN_S - GC_LENGTH_S));
  return [
    sceneOf(edinburgh(), { name: 'edinburgh', clock: 9, fps: fps ?? 9, metresPerUnit: 0.0247 }),
    sceneOf(gc(), { name: 'gc', clock: 25, fps: fps ?? 6.25, metresPerUnit: 0.06, fromS, lengthS: GC_LENGTH_S }),
    sceneOf(obsmat('UCY/students03'), { name: 'students03', clock: 25, fps: fps ?? 12.5, metresPerUnit: 1 }),
    sceneOf(obsmat('ETH/seq_eth'), { name: 'eth', clock: 15, fps: fps ?? 7.5, metresPerUnit: 1 }),
    sceneOf(obsmat('UCY/zara01'), { name: 'zara01', clock: 25, fps: fps ?? 12.5, metresPerUnit: 1 }),
    sceneOf(wildTrack(), { name: 'wildtrack', clock: 10, fps: fps ?? 10, metresPerUnit: 0.025 }),
  ];
}

const kept = new Map<string, RawRow[]>();

function once(name: string, read: () => RawRow[]): RawRow[] {
  const rows = kept.get(name) ?? read();
  kept.set(name, rows);
  return rows;
}

const edinburgh = () =>
  once('edinburgh', () => readEdinburgh(readFileSync(join(FOLDER, 'Edinburgh/tracks.01Jul.txt'), 'utf8')));
const obsmat = (path: string) => once(path, () => readObsmat(readFileSync(join(FOLDER, path, 'obsmat.txt'), 'utf8')));
const gc = () =>
  once('gc', () => {
    const archive = gunzipSync(readFileSync(join(FOLDER, 'GC/annotation.tar.gz')));
    return [...tarFiles(archive)].flatMap(({ text }, i) => readGc(text, i + 1));
  });

/** Wild-Track's ground positions: cells of a grid of 480 columns, numbered by the frames of a camera of ten a second, every fifth of them marked. */
const wildTrack = () =>
  once('wildtrack', () => {
    const archive = gunzipSync(readFileSync(join(FOLDER, 'Wild-Track/annotations_positions.tar.gz')));
    return [...tarFiles(archive)].flatMap(({ path, text }) => {
      const frame = Number(/(\d+)\.json$/.exec(path)?.[1]);
      const people = JSON.parse(text) as { personID: number; positionID: number }[];
      return people.map((p): RawRow => [frame, p.personID, p.positionID % 480, Math.floor(p.positionID / 480)]);
    });
  });

/** A tar archive's plain files: the name at the start of the head, blocks of 512 bytes, the size in octal at 124 of a file's head, its type at 156. */
function* tarFiles(archive: Buffer): Generator<{ path: string; text: string }> {
  for (let at = 0; at + 512 <= archive.length; ) {
    const size = Number.parseInt(archive.toString('latin1', at + 124, at + 135), 8) || 0;
    const type = archive[at + 156];
    if (size > 0 && (type === 0 || type === 0x30)) {
      const path = archive.toString('latin1', at, at + 100).replace(/\0.*$/s, '');
      yield { path, text: archive.toString('latin1', at + 512, at + 512 + size) };
    }
    at += 512 + Math.ceil(size / 512) * 512;
  }
}
