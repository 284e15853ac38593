import type { Detections } from '../../models/detector/detections.ts';
import type { BankState } from './bank.ts';
import type { PackedColumns } from './columns.ts';
import type { FrameRingState } from './frame-ring.ts';
import type { StillState } from './still.ts';

/**
 * The tracked people of one frame, as columns. Only the first `count` entries are valid and only until the sink
 * returns: the arrays are reused.
 */
export interface Tracks {
  count: number;
  /** One id a person, never used again by the same tracker. */
  id: Float64Array;
  /** 4 numbers a box: left, top, right, bottom in native pixels. */
  xyxy: Float32Array;
  /** Score of the detection behind the box, 0 where there was none. */
  score: Float32Array;
  /** 1 where a detection supports the box, 0 where the tracker bridged a gap. */
  measured: Uint8Array;
}

/** All that a tracker knows, as plain data: it survives JSON to the bit. */
export interface TrackerState {
  /** Time of the last frame, null before the first and after `flush`. */
  lastMs: number | null;
  /** Public ids given so far. */
  ids: number;
  bank: BankState;
  still: StillState;
  delayed: FrameRingState;
  /** Of trackers that follow the direction of walking. */
  headings?: PackedColumns;
}

/** Receives the tracks of the frame at `tMs`. */
export type TrackSink = (tMs: number, tracks: Tracks) => void;

/**
 * Links the detections of successive frames. Frames come in strictly increasing time. A tracker may look ahead: it may
 * hand out the tracks of a frame up to one second later, but it hands out every frame once and in order.
 */
export interface Tracker {
  step(tMs: number, detections: Detections, sink: TrackSink): void;
  /** Hands out what is held back and forgets all tracks; ids go on. Called at a seam and at the end. */
  flush(sink: TrackSink): void;
  /** Between two frames: what it needs to go on as if nothing had happened. */
  snapshot(): TrackerState;
  /** Goes on from a snapshot of a tracker of the same settings and frame rate. */
  restore(state: TrackerState): void;
}
