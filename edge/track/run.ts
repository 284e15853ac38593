import { AisleError } from '../../models/contract/errors.ts';
import type { MotRow } from '../../models/contract/mot.ts';
import { allocateDetections } from '../../models/detector/detections.ts';
import { createTracker, type TrackerOptions } from './registry.ts';
import { scoreScale } from './score-scale.ts';
import type { Tracks } from './tracker.ts';

export interface TrackRun {
  /** Tracked boxes, by frame, then by id. */
  rows: MotRow[];
  /** Frames walked through: the first to the last one with a row, without the seams. */
  frames: number;
  /** Different ids in `rows`. */
  tracks: number;
}

/** A longer stretch without any row is a seam: no track lives over it, and its empty frames are not walked through. */
const SEAM_S = 60;
const FARTHEST_PX = 1e6;

/**
 * Tracks the detections of a whole MOT file. Rows may come in any order; frames without rows count as frames in which
 * nobody was seen. Scores are brought to 0–1 by `scoreScale`. Throws BAD_INPUT with the row's number at a box that
 * cannot be.
 */
export function trackRows(rows: readonly MotRow[], options: { fps: number; tracker: TrackerOptions }): TrackRun {
  const tracker = createTracker(options.tracker, options.fps);
  refuseFarBoxes(rows);
  const scale = scoreScale(rows);
  const sorted = rows
    .map((row, index) => ({ row, index }))
    .sort((a, b) => a.row.frame - b.row.frame || a.index - b.index);
  const result: MotRow[] = [];
  const ids = new Set<number>();
  const frameMs = 1000 / options.fps;
  // Times count from the last seam, so that they stay exact however large the frame numbers are.
  let base = sorted[0]?.row.frame ?? 0;
  const sink = (tMs: number, tracks: Tracks) => {
    const frame = base + Math.round(tMs / frameMs);
    const from = result.length;
    for (let i = 0; i < tracks.count; i++) {
      ids.add(tracks.id[i]);
      result.push(toRow(frame, tracks, i));
    }
    if (result.length - from > 1) sortById(result, from);
  };
  let detections = allocateDetections(64);
  let at = 0;
  let frames = 0;
  let frame = base;
  while (at < sorted.length) {
    if (sorted[at].row.frame - frame > SEAM_S * options.fps) {
      tracker.flush(sink);
      frame = sorted[at].row.frame;
      base = frame;
    }
    let end = at;
    while (end < sorted.length && sorted[end].row.frame === frame) end++;
    if (end - at > detections.score.length) detections = allocateDetections((end - at) * 2);
    detections.count = end - at;
    for (let i = at; i < end; i++) {
      const { row } = sorted[i];
      detections.xyxy.set([row.left, row.top, row.left + row.width, row.top + row.height], (i - at) * 4);
      detections.score[i - at] = scale(row.score);
    }
    tracker.step((frame - base) * frameMs, detections, sink);
    at = end;
    frame++;
    frames++;
  }
  tracker.flush(sink);
  return { rows: result, frames, tracks: ids.size };
}

/** Pixels are kept in single precision; a box this far out is no box, and would only poison what is near it. */
function refuseFarBoxes(rows: readonly MotRow[]): void {
  rows.forEach(({ frame, left, top, width, height }, index) => {
    if (Math.max(Math.abs(left), Math.abs(top), width, height) <= FARTHEST_PX) return;
    const what = `row ${index + 1} (frame ${frame}): the box ${left},${top},${width},${height} is not on any picture`;
    throw new AisleError('BAD_INPUT', what, 'Mend or remove that row and try again.');
  });
}

function toRow(frame: number, tracks: Tracks, i: number): MotRow {
  const left = tracks.xyxy[i * 4];
  const top = tracks.xyxy[i * 4 + 1];
  const width = tracks.xyxy[i * 4 + 2] - left;
  const height = tracks.xyxy[i * 4 + 3] - top;
  const none = Number.NaN;
  return { frame, id: tracks.id[i], left, top, width, height, score: tracks.score[i], extra: [none, none, none] };
}

function sortById(rows: MotRow[], from: number): void {
  const tail = rows.splice(from).sort((a, b) => a.id - b.id);
  rows.push(...tail);
}
