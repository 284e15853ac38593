import type { Detections } from './detections.ts';
import type { Feed, PixelRequest, Pixels } from './letterbox.ts';

/** A finished ONNX file at a fixed commit of a public repository. */
export interface UrlSource {
  kind: 'url';
  url: string;
}

/** A TensorFlow.js graph inside an npm package, which `tfjs-to-onnx.ts` turns into ONNX. */
export interface NpmSource {
  kind: 'npm';
  package: string;
  version: string;
  /** Of the package's tarball, as the registry gives it: `sha512-` and base64. */
  integrity: string;
  /** Paths inside the tarball. */
  graph: string;
  weights: string;
}

/** How a detector is fed and read. Pure: tensors in, boxes out. */
export interface Reading {
  fit: PixelRequest['fit'];
  feed: Feed;
  /** Names of the outputs that `decode` takes, in its order. */
  outputs: readonly string[];
  /** Fills `out` with people in native pixels; overlapping boxes of one person are already one. */
  decode(outputs: readonly Float32Array[], pixels: Pixels, minScore: number, out: Detections): void;
}

/** A network's weights: where they come from and how a copy is known to be right. */
export interface WeightsFile {
  readonly name: string;
  /** Its name in every folder of weights. */
  readonly file: string;
  readonly source: UrlSource | NpmSource;
  /** Of the ONNX file, 64 hex digits. The converter gives the same bytes each time, so it holds there too. */
  readonly sha256: string;
  readonly licence: string;
  readonly note: string;
}

/** Everything the product knows of a detector: its weights, and how it is fed and read. */
export interface Manifest extends WeightsFile {
  /** The network's picture: 1 × 3 × height × width, float. */
  readonly input: { readonly width: number; readonly height: number };
  /**
   * Scores at which its detections are as often right as those of the default detector at 0.1 and 0.86 (measured on
   * PETS09-S2L1, TUD-Stadtmitte and TUD-Campus). The tracker gets scores on the scale from `low` = 0 to `high` = 1.
   */
  readonly scores: { readonly low: number; readonly high: number };
  /** Each call gives its own work space, so that two detectors share none. */
  readonly reading: () => Reading;
}

/** Overlap above which two boxes are one person. */
export const NMS_IOU = 0.5;
/** Most boxes before suppression. */
export const CANDIDATES = 1000;
