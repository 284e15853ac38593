import { allocateDetections } from '../detections.ts';
import { type Manifest, NMS_IOU } from '../manifest.ts';
import { suppress } from '../nms.ts';
import { decodeYolox, yoloxCells } from '../yolox.ts';

const input = { width: 416, height: 416 };

/** Small and quick on a CPU; the default. */
export const yoloxNano416: Manifest = {
  name: 'yolox-nano-416',
  file: 'yolox-nano-416.onnx',
  source: {
    kind: 'url',
    url: 'https://github.com/Kazuhito00/YOLOX-ONNX-TFLite-Sample/raw/3d4f1119/model/yolox_nano.onnx',
  },
  sha256: '695e750a5d5754bb5a8d5325643b59282191a7e7a564e435a415fd3c578eab14',
  licence: 'Apache-2.0 (Megvii)',
  input,
  note: 'YOLOX Nano, COCO: letterbox top left, pad 114, BGR 0–255',
  scores: { low: 0.1, high: 0.86 },
  reading() {
    const found = allocateDetections(yoloxCells(input));
    return {
      fit: 'letterbox',
      feed: { order: 'bgr', pad: 114, anchor: 'top-left' },
      outputs: ['output'],
      decode([head], pixels, minScore, out) {
        decodeYolox(head, input, { x: pixels.scaleX, y: pixels.scaleY }, minScore, found);
        suppress(found, NMS_IOU, out);
      },
    };
  },
};
