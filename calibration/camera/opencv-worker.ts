import { createRequire } from 'node:module';

export interface ToWorker {
  id: number;
  points: { px: readonly [number, number]; m: readonly [number, number] }[];
  thresholdM?: number;
}

export type FromWorker =
  | { kind: 'ready' }
  | { kind: 'unavailable'; reason: string }
  | { kind: 'homography'; id: number; homography: number[] }
  | { kind: 'refused'; id: number; reason: string };

/** The part of the binding that is used. Every Mat is released by hand. */
interface Binding {
  Point2: new (x: number, y: number) => object;
  RANSAC: number;
  findHomography(from: object[], to: object[], method: number, threshold: number): { homography: Mat; mask: Mat };
}

interface Mat {
  rows: number;
  getDataAsArray(): number[][];
  release(): void;
}

const LEAST_SQUARES = 0;

function answer(message: FromWorker): void {
  process.send?.(message);
}

function load(): Binding | undefined {
  try {
    return createRequire(import.meta.url)('@u4/opencv4nodejs') as Binding;
  } catch (error) {
    answer({ kind: 'unavailable', reason: error instanceof Error ? error.message.split('\n')[0] : String(error) });
    return undefined;
  }
}

function findHomography(cv: Binding, { points, thresholdM }: ToWorker): number[] {
  const from = points.map(({ px: [u, v] }) => new cv.Point2(u, v));
  const to = points.map(({ m: [x, y] }) => new cv.Point2(x, y));
  const method = thresholdM === undefined ? LEAST_SQUARES : cv.RANSAC;
  const { homography, mask } = cv.findHomography(from, to, method, thresholdM ?? 0);
  try {
    if (homography.rows !== 3) throw new Error('no homography fits these points');
    return homography.getDataAsArray().flat();
  } finally {
    homography.release();
    mask.release();
  }
}

const cv = load();
if (cv !== undefined) {
  process.on('message', (message: ToWorker) => {
    try {
      answer({ kind: 'homography', id: message.id, homography: findHomography(cv, message) });
    } catch (error) {
      answer({ kind: 'refused', id: message.id, reason: error instanceof Error ? error.message : String(error) });
    }
  });
  answer({ kind: 'ready' });
} else {
  process.exitCode = 1;
}
