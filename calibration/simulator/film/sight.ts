import type { FloorPlan } from '../world/floor-plan.ts';
import type { View } from '../world/views.ts';

const CELL_M = 0.2;

/** From which height on a person is seen over the furniture, for each spot of the floor: made once for a view. */
export class Sight {
  private readonly columns: number;
  private readonly rows: number;
  private readonly hiddenM: Float32Array;

  constructor(view: View, plan: FloorPlan) {
    this.columns = Math.ceil(plan.widthM / CELL_M);
    this.rows = Math.ceil(plan.heightM / CELL_M);
    this.hiddenM = new Float32Array(this.columns * this.rows);
    for (let r = 0; r < this.rows; r++) {
      for (let c = 0; c < this.columns; c++) {
        this.hiddenM[r * this.columns + c] = hiddenBelow(view, plan, (c + 0.5) * CELL_M, (r + 0.5) * CELL_M);
      }
    }
  }

  /** Metres over the floor below which nothing is seen at that spot. */
  hiddenBelow(x: number, y: number): number {
    const c = Math.min(this.columns - 1, Math.max(0, Math.floor(x / CELL_M)));
    const r = Math.min(this.rows - 1, Math.max(0, Math.floor(y / CELL_M)));
    return this.hiddenM[r * this.columns + c];
  }
}

/**
 * Metres over the floor below which a camera sees nothing at a spot; below 0 all is seen. The sight line's lowest point
 * over a fixture is where it leaves it: similar triangles from the camera's height.
 */
export function hiddenBelow(view: View, plan: FloorPlan, x: number, y: number): number {
  const [cx, cy, cz] = view.at;
  let hidden = 0;
  for (const f of plan.fixtures) {
    let from = 0;
    let to = 1;
    for (const [c, p, low, high] of [
      [cx, x, f.x, f.x + f.w],
      [cy, y, f.y, f.y + f.h],
    ]) {
      const d = p - c;
      if (Math.abs(d) < 1e-9) {
        if (c <= low || c >= high) to = -1;
        continue;
      }
      const a = (low - c) / d;
      const b = (high - c) / d;
      from = Math.max(from, Math.min(a, b));
      to = Math.min(to, Math.max(a, b));
    }
    if (to > from && to > 0.01) hidden = Math.max(hidden, cz - (cz - f.heightM) / to);
  }
  return hidden;
}
