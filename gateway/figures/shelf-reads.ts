import type { FacingSum, ShelfSlot, ShelfStore } from '../store/shelf-rows.ts';
import type { Rest } from '../turns.ts';
import { partsOf, type Stretch } from './parts.ts';

/** Time without product by slot, and of each facing, read in parts of some days. */
export async function readShelves(
  db: Pick<ShelfStore, 'shelfSlots' | 'facingSums'>,
  query: Stretch & { store: string; grainMs: number },
  rest: Rest,
): Promise<{ slots: ShelfSlot[]; sums: FacingSum[] }> {
  const slots: ShelfSlot[] = [];
  const sums = new Map<string, FacingSum>();
  for (const part of partsOf(query)) {
    for (const slot of await db.shelfSlots({ ...query, ...part })) slots.push(slot);
    await rest();
    for (const one of await db.facingSums({ ...query, ...part })) {
      const key = `${one.shelf}/${one.facing}`;
      const { knownS = 0, emptyS = 0 } = sums.get(key) ?? {};
      sums.set(key, { ...one, knownS: one.knownS + knownS, emptyS: one.emptyS + emptyS });
    }
    await rest();
  }
  return { slots, sums: [...sums.values()] };
}
