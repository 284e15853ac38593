import { Facing } from '../../../models/contract/reference-rows.ts';
import type { Site } from '../../../models/contract/site.ts';
import { daysInOrder, type Fault, type ReferenceKind } from '../kind.ts';

/** Held against the store's site: a place that is not there is no place. */
export const planogram: ReferenceKind<'planogram'> = {
  name: 'planogram',
  row: Facing,
  key: ['zone', 'shelf', 'bay', 'level', 'facing', 'sku'],
  dates: 'effective',
  fault(row, site) {
    if (row.zone === undefined && row.shelf === undefined) {
      return { field: 'zone', reason: 'neither a zone nor a shelf is told' };
    }
    return (site && placeFault(row, site)) ?? daysInOrder(row);
  },
  unpack: shelvesOf,
};

function placeFault(row: { zone?: string; shelf?: string; facing?: string }, site: Site): Fault | undefined {
  if (row.zone !== undefined && !site.zones.some(({ id }) => id === row.zone)) {
    return { field: 'zone', reason: `the site has no zone ${row.zone}` };
  }
  if (row.shelf === undefined) return undefined;
  const shelf = site.shelves.find(({ id }) => id === row.shelf);
  if (!shelf) return { field: 'shelf', reason: `the site has no shelf ${row.shelf}` };
  if (row.facing === undefined || shelf.facings.some(({ id }) => id === row.facing)) return undefined;
  return { field: 'facing', reason: `the shelf ${row.shelf} has no facing ${row.facing}` };
}

/** `{ shelves: [{ zone, bays: [{ bay, products: [{ sku, … }] }] }] }`, as the simulator and planning tools nest it. */
function shelvesOf(document: unknown): unknown[] | undefined {
  const { shelves } = (document ?? {}) as { shelves?: unknown };
  if (!Array.isArray(shelves)) return undefined;
  return shelves.flatMap((shelf) => {
    const { zone, id, bays } = (shelf ?? {}) as { zone?: unknown; id?: unknown; bays?: unknown };
    if (!Array.isArray(bays)) return [shelf];
    return bays.flatMap((it) => {
      const { bay, products } = (it ?? {}) as { bay?: unknown; products?: unknown };
      if (!Array.isArray(products)) return [it];
      const place = { zone, shelf: id, bay: bay === undefined ? undefined : String(bay) };
      return products.map((product) =>
        product !== null && typeof product === 'object' ? { ...place, ...product } : product,
      );
    });
  });
}
