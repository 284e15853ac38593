import { decodeCenternet } from './centernet.ts';
import { allocateDetections, type Detections } from './detections.ts';
import { type Feed, offsetOf, type PixelRequest, type Pixels } from './letterbox.ts';
import type { Decoder, Manifest } from './manifest.ts';
import { suppress } from './nms.ts';
import { decodeYolox } from './yolox.ts';

/** How a family of detectors is fed and read. Pure: tensors in, boxes out. */
export interface Reading {
  fit: PixelRequest['fit'];
  feed: Feed;
  /** Names of the outputs that `decode` takes, in its order. */
  outputs: readonly string[];
  decode(outputs: readonly Float32Array[], manifest: Manifest, pixels: Pixels, minScore: number, out: Detections): void;
}

/** Overlap above which two boxes are one person (Ge et al. use 0.65 for AP over COCO; crowds in shops want less). */
const NMS_IOU = 0.5;
const CANDIDATES = 1000;
const candidates = (): Detections => allocateDetections(CANDIDATES);

function yolox(): Reading {
  const found = candidates();
  return {
    fit: 'letterbox',
    feed: { order: 'bgr', pad: 114, anchor: 'top-left' },
    outputs: ['output'],
    decode([head], manifest, pixels, minScore, out) {
      decodeYolox(head, manifest.input, { x: pixels.scaleX, y: pixels.scaleY }, minScore, found);
      suppress(found, NMS_IOU, out);
    },
  };
}

function centernet(): Reading {
  const found = candidates();
  const feed: Feed = { order: 'rgb', pad: 0, anchor: 'centre' };
  return {
    fit: 'letterbox',
    feed,
    outputs: ['keypoints', 'wh'],
    decode([keypoints, wh], manifest, pixels, minScore, out) {
      const { left, top } = offsetOf(feed, { ...manifest.input, fit: 'letterbox' }, pixels);
      const map = { scale: pixels.scaleX, padLeft: left, padTop: top };
      decodeCenternet(keypoints, wh, map, minScore, found);
      suppress(found, NMS_IOU, out);
    },
  };
}

const READINGS: Record<Decoder, () => Reading> = { yolox, centernet };

/** The reading of a model; each call gives its own work space. */
export const readingOf = (manifest: Manifest): Reading => READINGS[manifest.decoder]();
