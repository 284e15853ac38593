import { square } from '../random/exact.ts';
import type { FloorPlan, Rect } from '../world/floor-plan.ts';
import { projectTo, type View } from '../world/views.ts';
import type { World } from '../world/world.ts';
import { hiddenBelow } from './sight.ts';

/** A grown-up is seen well when what is over the knees is, and is this tall in the picture. */
const KNEE_M = 0.6;
const TALL_M = 1.7;
const TALL_PX = 220;
const FURTHEST_M = 16;
/** From above people hardly hide each other: a camera this near to an area's middle counts it if it sees so much of it. */
const ABOVE_M = 2;
const ENOUGH = 0.5;

/** Answers, for an area, the camera that sees people in it best: over the furniture, whole, and large. */
export function bestView(world: World, views: readonly View[]): (area: Rect) => string | undefined {
  return (area) => {
    let best: string | undefined;
    let most = 0.05;
    for (const view of views) {
      const whole = seenWell(view, world.plan, area);
      const seen = whole >= ENOUGH && isAbove(view, area) ? whole + 1 : whole;
      if (seen <= most) continue;
      most = seen;
      best = view.id;
    }
    return best;
  };
}

const isAbove = ({ at }: View, { x, y, w, h }: Rect): boolean =>
  square(at[0] - x - w / 2) + square(at[1] - y - h / 2) <= ABOVE_M * ABOVE_M;

/** How well a camera sees people in an area: 0 (nothing) to 1 (all of it, large). */
export function seenWell(view: View, plan: FloorPlan, { x, y, w, h }: Rect): number {
  const foot = { u: 0, v: 0, depth: 0 };
  const head = { u: 0, v: 0, depth: 0 };
  let sum = 0;
  for (let i = 0; i < 25; i++) {
    const px = x + (w * ((i % 5) + 0.5)) / 5;
    const py = y + (h * (Math.floor(i / 5) + 0.5)) / 5;
    if (Math.abs(px - view.at[0]) > FURTHEST_M || Math.abs(py - view.at[1]) > FURTHEST_M) continue;
    projectTo(view, px, py, 0, foot);
    const inside = foot.u > 0 && foot.u < view.width && foot.v > 0 && foot.v < view.height && foot.depth >= 0.5;
    if (!inside) continue;
    projectTo(view, px, py, TALL_M, head);
    if (!(head.v > -80)) continue;
    const hidden = Math.max(0, hiddenBelow(view, plan, px, py));
    if (hidden > KNEE_M) continue;
    sum += Math.min(1, (foot.v - head.v) / TALL_PX) * (1 - hidden / 2);
  }
  return sum / 25;
}
