import type { Detections } from '../../models/detector/detections.ts';
import type { PixelRequest, Pixels } from '../../models/detector/letterbox.ts';

/** One look of a camera. It carries pixels, or (recorded or simulated) the detections themselves. */
export interface Frame {
  /** UTC milliseconds, strictly increasing within a source. */
  tMs: number;
  /** From 1, as MOT text counts; of a picture the trailing number of its name. */
  frame: number;
  pixels?: Pixels;
  detections?: Detections;
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
  frames(): AsyncGenerator<SourceItem, void, void>;
}

/**
 * A kind of source. `open` finds out the native size and throws SOURCE_MISSING, SOURCE_REFUSED or TOOL_MISSING;
 * `frames` throws SOURCE_LOST when a live source stalls or breaks.
 */
export interface SourcePlugin<Config extends { kind: string }> {
  kind: Config['kind'];
  open(config: Config, options: SourceOptions): Promise<OpenSource>;
}
