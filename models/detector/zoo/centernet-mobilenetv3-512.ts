import { decodeCenternet } from '../centernet.ts';
import { allocateDetections } from '../detections.ts';
import { type Feed, offsetOf, type PixelRequest } from '../letterbox.ts';
import { CANDIDATES, type Manifest, NMS_IOU } from '../manifest.ts';
import { suppress } from '../nms.ts';

const request: PixelRequest = { width: 512, height: 512, fit: 'letterbox' };
const feed: Feed = { order: 'rgb', pad: 0, anchor: 'centre' };

/** What an npm registry alone can bring. */
export const centernetMobilenetv3512: Manifest = {
  name: 'centernet-mobilenetv3-512',
  file: 'centernet-mobilenetv3-512.onnx',
  source: {
    kind: 'npm',
    package: '@vladmandic/human',
    version: '3.3.6',
    integrity: 'sha512-Nr5mPfq1gQ+uKeXY5uM3Fj8UxvF5CEh2s6txM5wRThqaW0mF9huooOuZSrT8hhGho0hGaXLFdAwfD/2+teCv6A==',
    graph: 'package/models/centernet.json',
    weights: 'package/models/centernet.bin',
  },
  sha256: 'f2f90366ae00edf7acb0d6770db0956ccdb255ce1c2e2b96f5728f8b7cc8b0d2',
  licence: 'MIT (the package)',
  input: { width: request.width, height: request.height },
  note: 'CenterNet on MobileNetV3, COCO: letterbox, RGB 0–255',
  scores: { low: 0.22, high: 0.52 },
  reading() {
    const found = allocateDetections(CANDIDATES);
    return {
      fit: request.fit,
      feed,
      outputs: ['keypoints', 'wh'],
      decode([keypoints, wh], pixels, minScore, out) {
        const { left, top } = offsetOf(feed, request, pixels);
        decodeCenternet(keypoints, wh, { scale: pixels.scaleX, padLeft: left, padTop: top }, minScore, found);
        suppress(found, NMS_IOU, out);
      },
    };
  },
};
