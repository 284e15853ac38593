import type { FacingLook } from '../../../edge/shelf/facing.ts';
import type { Site } from '../../../models/contract/site.ts';
import { FILL_SD, HIDDEN } from '../macro/shelf-watch.ts';
import { square } from '../random/exact.ts';
import type { Stream } from '../random/stream.ts';
import type { World } from '../world/world.ts';

/** How often a camera looks at its shelves, in the store's time. */
export const LOOK_MS = 30_000;

interface Watched {
  shelf: string;
  facing: string;
  product: number;
  capacity: number;
  /** When how many units came to lie there. */
  trail: { fromMs: number; units: number }[];
}

/** What lay in the facings that cameras watch, over one day, and what the cameras make of it. */
export class ShelfTrail {
  private readonly byCamera = new Map<string, Watched[]>();
  private readonly all: Watched[];
  private readonly random: Stream;

  constructor(world: World, shelves: Site['shelves'], random: Stream) {
    this.random = random;
    const products = new Map(world.catalogue.products.map((p) => [p.sku, p.index]));
    for (const { id: shelf, camera, facings } of shelves) {
      const here = facings.map(({ id, sku, capacity }) => ({
        ...{ shelf, facing: id, product: products.get(sku) ?? 0, capacity, trail: [] },
      }));
      this.byCamera.set(camera, [...(this.byCamera.get(camera) ?? []), ...here]);
    }
    this.all = [...this.byCamera.values()].flat();
  }

  /** Forgets the day before. */
  begin(): void {
    for (const it of this.all) it.trail.length = 0;
  }

  /** So many units of a product lie on its shelf at that moment; moments never go back. */
  note(tMs: number, onShelf: (product: number) => number): void {
    for (const { product, trail } of this.all) {
      const units = onShelf(product);
      if (trail.at(-1)?.units !== units) trail.push({ fromMs: tMs, units });
    }
  }

  /** A look of one camera at all its facings: the fill with its error, nothing where somebody stands before it. */
  looks(camera: string, tMs: number): FacingLook[] {
    const r = this.random.sub(Math.floor(tMs / LOOK_MS));
    return (this.byCamera.get(camera) ?? []).map(({ shelf, facing, product, capacity, trail }) => {
      const truth = Math.min(1, (trail.findLast((it) => it.fromMs <= tMs) ?? trail[0])?.units / capacity || 0);
      const error = FILL_SD * r.sub(product).normal() * (truth > 0 ? 1 : 0.4);
      const hidden = trail.length === 0 || r.at(product) < HIDDEN;
      const fill = hidden ? null : Math.round(Math.min(1, Math.max(0, truth + error)) * 1000) / 1000;
      return { shelf, facing, fill, variance: square(FILL_SD) };
    });
  }
}
