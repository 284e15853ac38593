import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { AisleError } from '../../models/contract/errors.ts';
import { type MotRow, parseMot } from '../../models/contract/mot.ts';
import type { Source } from '../../models/contract/source.ts';
import { allocateDetections } from '../../models/detector/detections.ts';
import { scoreScale } from '../track/score-scale.ts';
import { pace, type Untimed } from './pace.ts';
import { plays, type SourcePlugin } from './source.ts';

type DetectionsSource = Extract<Source, { kind: 'detections' }>;

/** Recorded detections (MOT text) in place of pictures: the same file gives the same numbers each time. */
export const detections: SourcePlugin<DetectionsSource> = {
  kind: 'detections',
  async open(config, options) {
    const path = resolve(options.folder, config.path);
    let text: string;
    try {
      text = readFileSync(path, 'utf8');
    } catch (cause) {
      throw new AisleError('SOURCE_MISSING', `there is no file ${path}`, 'Correct source.path in the site file.', {
        cause,
      });
    }
    const rows = parseMot(text, config.path);
    const scale = scoreScale(rows);
    const frames = byFrame(rows.map((row) => ({ ...row, score: scale(row.score) })));
    const recording = plays(config, options) ? undefined : createHash('sha256').update(text).digest('hex');
    return {
      nativeWidth: config.width,
      nativeHeight: config.height,
      fps: config.fps,
      repeats: config.loop === true,
      recording,
      frames: (after) =>
        pace(
          () => replay(frames),
          {
            fps: config.fps,
            loop: config.loop === true,
            recording,
            signal: options.signal,
            dropped: options.dropped,
          },
          after,
        ),
    };
  },
};

/** Rows grouped by frame; index 0 is frame 0, frames without a row are empty. */
export function byFrame(rows: readonly MotRow[]): MotRow[][] {
  const last = rows.reduce((max, row) => Math.max(max, row.frame), -1);
  const frames: MotRow[][] = Array.from({ length: last + 1 }, () => []);
  for (const row of rows) frames[row.frame].push(row);
  return frames;
}

function* replay(frames: readonly MotRow[][]): Generator<Untimed> {
  const largest = frames.reduce((max, rows) => Math.max(max, rows.length), 1);
  const out = allocateDetections(largest);
  const first = frames[0]?.length ? 0 : 1;
  for (let frame = first; frame < frames.length; frame++) {
    out.count = 0;
    for (const row of frames[frame]) {
      const box = 4 * out.count;
      out.xyxy[box] = row.left;
      out.xyxy[box + 1] = row.top;
      out.xyxy[box + 2] = row.left + row.width;
      out.xyxy[box + 3] = row.top + row.height;
      out.score[out.count++] = row.score;
    }
    yield { index: frame - first, frame, detections: out };
  }
}
