import { partsOf, type Stretch } from '../figures/parts.ts';
import type { Rest } from '../turns.ts';

/** Sums by name and slot, read in parts of some days. */
export async function bySlot<Q extends Stretch, S extends { slot: number }>(
  query: Q,
  read: (query: Q) => Promise<S[]>,
  nameOf: (sum: S) => string,
  rest: Rest,
): Promise<Map<string, Map<number, S>>> {
  const names = new Map<string, Map<number, S>>();
  for (const part of partsOf(query)) {
    for (const sum of await read({ ...query, ...part })) {
      const name = nameOf(sum);
      const slots = names.get(name) ?? new Map<number, S>();
      names.set(name, slots);
      slots.set(sum.slot, sum);
    }
    await rest();
  }
  return names;
}
