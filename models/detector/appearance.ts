import type { Pixels } from './letterbox.ts';
import type { WeightsFile } from './manifest.ts';

/** What somebody looks like, as a vector of length 1: an option for finding a lost person again, never an identity. */
export type Look = Float32Array;

/** The network that makes looks: a crop of a person, upright, to 256 numbers. */
export const PERSON_REID: WeightsFile & { readonly input: { readonly width: number; readonly height: number } } = {
  name: 'person-reid-retail-0248',
  file: 'person-reid-retail-0248.onnx',
  source: {
    kind: 'url',
    url: 'https://github.com/Kazuhito00/MOT-Tracking-by-Detection-Pipeline/raw/e50a76b8/Tracker/person_reid/model/person-reid-retail-0248.onnx',
  },
  sha256: '43891ce644ff6f4c70cce150028e44d6cf3d150cb5a3eb75bf69bfaef0ebe789',
  licence: 'Apache-2.0 (Intel Open Model Zoo)',
  input: { width: 128, height: 256 },
  note: 'Looks of people, for tracker.relink only: 1 × 256 × 128 × 3, BGR 0–255 → 256',
};

/** Where blue, green and red lie in the planes of `Pixels`, in the order in which the network wants them. */
const BGR_PLANES = [1, 0, 2] as const;

/**
 * Cuts box `index` of `xyxy` (native pixels) out of a picture, stretched to the network's size by bilinear sampling, into
 * a tensor of height × width × 3. False where less than a few pixels of it are in the picture.
 */
export function cropTo(
  pixels: Pixels,
  xyxy: Float32Array,
  index: number,
  size: { width: number; height: number },
  tensor: Float32Array,
): boolean {
  const { data, width, height, scaleX, scaleY } = pixels;
  const left = Math.max(0, xyxy[4 * index] * scaleX);
  const top = Math.max(0, xyxy[4 * index + 1] * scaleY);
  const right = Math.min(width, xyxy[4 * index + 2] * scaleX);
  const bottom = Math.min(height, xyxy[4 * index + 3] * scaleY);
  if (!(right - left >= 4 && bottom - top >= 8)) return false;
  const plane = width * height;
  let at = 0;
  for (let row = 0; row < size.height; row++) {
    const y = Math.min(height - 1, Math.max(0, top + ((row + 0.5) * (bottom - top)) / size.height - 0.5));
    const y0 = Math.floor(y);
    const y1 = Math.min(height - 1, y0 + 1);
    for (let column = 0; column < size.width; column++) {
      const x = Math.min(width - 1, Math.max(0, left + ((column + 0.5) * (right - left)) / size.width - 0.5));
      const x0 = Math.floor(x);
      const x1 = Math.min(width - 1, x0 + 1);
      for (const colour of BGR_PLANES) {
        const p = colour * plane;
        const upper = data[p + y0 * width + x0] * (1 - (x - x0)) + data[p + y0 * width + x1] * (x - x0);
        const lower = data[p + y1 * width + x0] * (1 - (x - x0)) + data[p + y1 * width + x1] * (x - x0);
        tensor[at++] = upper * (1 - (y - y0)) + lower * (y - y0);
      }
    }
  }
  return true;
}

/** Brings a vector to length 1, in place. */
export function normalise(look: Look): Look {
  let square = 0;
  for (const v of look) square += v * v;
  const length = Math.sqrt(square) || 1;
  for (let i = 0; i < look.length; i++) look[i] /= length;
  return look;
}

/** Cosine of two looks of length 1: 1 the same, about 0 nothing in common. */
export function alike(a: Look, b: Look): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
