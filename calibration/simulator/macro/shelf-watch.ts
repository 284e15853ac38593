import type { ShelfData } from '../../../models/contract/aggregate.ts';
import type { EventData } from '../../../models/contract/event.ts';
import { instant } from '../../../models/contract/ids.ts';
import type { Site } from '../../../models/contract/site.ts';
import { square } from '../random/exact.ts';
import type { Stream } from '../random/stream.ts';
import type { World } from '../world/world.ts';

type Row = ShelfData['facings'][number];

const LOOK_SECONDS = 900;
/** What a camera makes of a fill: its error, and how often somebody stands before it. Facing studies: F1 0.7–0.9. */
export const FILL_SD = 0.08;
export const HIDDEN = 0.05;
const EMPTY = 0.06;
const LOW = 0.3;

/** What a facing that is so full (0–1) is called. */
export const stateOf = (fill: number): 'full' | 'low' | 'empty' =>
  fill < EMPTY ? 'empty' : fill < LOW ? 'low' : 'full';

/** The shelves as a node sees them: how full each facing is, with error, and what has changed since the last look. */
export class ShelfWatch {
  private readonly site: Site;
  private readonly random: Stream;
  private readonly products: Map<string, number>;
  private readonly last = new Map<string, Row['state']>();

  constructor(world: World, site: Site, random: Stream) {
    this.site = site;
    this.random = random;
    this.products = new Map(world.catalogue.products.map((p) => [p.sku, p.index]));
  }

  /** A look at the end of a quarter of an hour. */
  look(tMs: number, onShelf: (product: number) => number): { data: ShelfData; events: EventData[] } {
    const r = this.random.sub(Math.floor(tMs / 60_000));
    const facings: Row[] = [];
    const events: EventData[] = [];
    for (const { id: shelf, facings: list } of this.site.shelves) {
      for (const { id: facing, sku, capacity } of list) {
        const p = this.products.get(sku) ?? 0;
        const hidden = r.at(p) < HIDDEN;
        const truth = Math.min(1, onShelf(p) / capacity);
        const seen = Math.min(1, Math.max(0, truth + FILL_SD * r.sub(p).normal() * (truth > 0 ? 1 : 0.4)));
        const state = hidden ? 'unknown' : stateOf(seen);
        const fill = hidden ? null : Math.round(seen * 1000) / 1000;
        facings.push({ shelf, facing, coverage: 1, state, fill, fillVariance: hidden ? 1 : square(FILL_SD) });
        events.push(...this.changed(shelf, facing, state));
      }
    }
    return { data: { start: instant(tMs - LOOK_SECONDS * 1000), seconds: LOOK_SECONDS, facings }, events };
  }

  private changed(shelf: string, facing: string, state: Row['state']): EventData[] {
    if (state === 'unknown') return [];
    const key = `${shelf} ${facing}`;
    const before = this.last.get(key);
    this.last.set(key, state);
    if (before === undefined || before === state) return [];
    const change = state === 'full' ? 'refilled' : state;
    return [{ kind: 'shelf', data: { shelf, facing, change } }];
  }
}
