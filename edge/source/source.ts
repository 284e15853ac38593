import { statSync } from 'node:fs';
import type { Source } from '../../models/contract/source.ts';
import type { Detections } from '../../models/detector/detections.ts';
import type { PixelRequest, Pixels } from '../../models/detector/letterbox.ts';
import type { FacingLook } from '../shelf/facing.ts';

/** Where a recording is after a frame: enough to go on with the next one as if nothing had happened. Plain data. */
export interface Position {
  /** Of which recording. */
  recording: string;
  /** Time of the first frame of this pass through the recording. */
  passMs: number;
  /** Frames of this pass so far. */
  done: number;
  /** Time of the last one. */
  tMs: number;
}

/** One look of a camera. It carries pixels, or (recorded or simulated) the detections themselves. */
export interface Frame {
  /** UTC milliseconds, strictly increasing within a source. */
  tMs: number;
  /** From 1, as MOT text counts; of a picture the trailing number of its name. */
  frame: number;
  pixels?: Pixels;
  detections?: Detections;
  /** What is seen of the shelves before this camera, where somebody looked. */
  facings?: readonly FacingLook[];
  /** Of recordings that can be gone on with in their middle. */
  position?: Position;
}

/** A frame, or the seam at which a recording begins anew (everything tracked so far ends there). */
export type SourceItem = { kind: 'frame'; frame: Frame } | { kind: 'seam' };

export interface SourceOptions {
  /** What the detector needs; sources that carry detections ignore it. */
  request: PixelRequest | undefined;
  /** Looked at, at most; undefined: every frame. */
  fps: number | undefined;
  /** Live: what cannot be looked at in time is dropped and counted. Otherwise every frame waits its turn. */
  live: boolean;
  /** The camera's id; left out where there is no site. */
  camera?: string;
  /** Where relative paths begin. */
  folder: string;
  signal: AbortSignal;
  /** Named drops, with their reason as key. */
  dropped: Record<string, number>;
}

/** An open source. `frames()` is read once; a frame's arrays are valid until the next one is asked for. */
export interface OpenSource {
  nativeWidth: number;
  nativeHeight: number;
  /** Frames a second as far as it is known, else undefined. */
  fps: number | undefined;
  repeats: boolean;
  /** Names the content of a recording that waits until it is looked at: it can be gone on with exactly where it was. */
  recording?: string;
  /** `after`: goes on behind this frame of the same recording; what never waits goes on with what is there now. */
  frames(after?: Position): AsyncGenerator<SourceItem, void, void>;
}

/**
 * A kind of source. `open` finds out the native size and throws SOURCE_MISSING, SOURCE_REFUSED or TOOL_MISSING;
 * `frames` throws SOURCE_LOST when a live source stalls or breaks.
 */
export interface SourcePlugin<Config extends { kind: string }> {
  kind: Config['kind'];
  open(config: Config, options: SourceOptions): Promise<OpenSource>;
}

/**
 * Whether a source is a recording that waits until it is looked at, which is known before it is open. A simulated store's
 * cameras wait for each other, at whatever speed it runs.
 */
export const waits = (config: Source): boolean =>
  config.kind === 'simulated' || ('realTime' in config && config.realTime === false);

/** Whether a source brings detections itself, so that no detector is needed. */
export const bringsDetections = ({ kind }: Source): boolean => kind === 'detections' || kind === 'simulated';

/** Whether a recording plays at the speed of life; otherwise it waits. */
export const plays = (config: Source, options: { live: boolean }): boolean => options.live && !waits(config);

/** Tells one state of a file or folder from another without reading it. */
export function fileMark(path: string): string {
  const { size, mtimeMs } = statSync(path);
  return `${size} ${mtimeMs}`;
}
