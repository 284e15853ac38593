import { projectTo, type View } from '../world/views.ts';

/** Plan metres, z upwards. */
export type Point3 = readonly [number, number, number];
/** Pixels. */
export type PointPx = readonly [number, number];

/** Nothing nearer than this is drawn; longer edges are bent by the lens and drawn in pieces. */
const NEAR_M = 0.15;
const PIECE_M = 0.4;

/** A view that may have been pushed aside by some pixels: what it makes of the store's points. */
export class Eye {
  readonly view: View;
  private readonly shift: PointPx;
  private readonly out = { u: 0, v: 0, depth: 0 };

  constructor(view: View, shift: PointPx = [0, 0]) {
    this.view = view;
    this.shift = shift;
  }

  /** Pixel of a point in front of the camera. */
  px([x, y, z]: Point3): PointPx {
    projectTo(this.view, x, y, z, this.out);
    return [this.out.u + this.shift[0], this.out.v + this.shift[1]];
  }

  /** Metres along the line of sight. */
  depth([x, y, z]: Point3): number {
    projectTo(this.view, x, y, z, this.out);
    return this.out.depth;
  }

  /** Corners of an outline, cut off in front of the camera, with its long edges bent; empty where nothing is left. */
  outline(corners: readonly Point3[]): PointPx[] {
    const cut: Point3[] = [];
    corners.forEach((a, i) => {
      const b = corners[(i + 1) % corners.length];
      const [da, db] = [this.depth(a) - NEAR_M, this.depth(b) - NEAR_M];
      if (da >= 0) cut.push(a);
      if (da * db < 0) cut.push(between(a, b, da / (da - db)));
    });
    return cut.flatMap((a, i) => {
      const b = cut[(i + 1) % cut.length];
      const dx = b[0] - a[0];
      const dy = b[1] - a[1];
      const dz = b[2] - a[2];
      const pieces = Math.max(1, Math.ceil(Math.sqrt(dx * dx + dy * dy + dz * dz) / PIECE_M));
      return Array.from({ length: pieces }, (_, k) => this.px(between(a, b, k / pieces)));
    });
  }
}

const between = (a: Point3, b: Point3, t: number): Point3 => [
  a[0] + (b[0] - a[0]) * t,
  a[1] + (b[1] - a[1]) * t,
  a[2] + (b[2] - a[2]) * t,
];

/** Tenths of a pixel: enough for a drawing, and the same text wherever it is written. */
export const tenth = (value: number): number => Math.round(value * 10) / 10;

export const pathOf = (points: readonly PointPx[]): string =>
  points.length < 3 ? '' : `M${points.map(([u, v]) => `${tenth(u)} ${tenth(v)}`).join('L')}Z`;

/** Whether a pixel lies inside an outline (even–odd). */
export function inside(outline: readonly PointPx[], [u, v]: PointPx): boolean {
  let odd = false;
  for (let i = 0, j = outline.length - 1; i < outline.length; j = i++) {
    const [ui, vi] = outline[i];
    const [uj, vj] = outline[j];
    if (vi > v !== vj > v && u < ((uj - ui) * (v - vi)) / (vj - vi) + ui) odd = !odd;
  }
  return odd;
}
