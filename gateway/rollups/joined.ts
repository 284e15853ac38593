import { addSums } from '../figures/series.ts';
import type { Kind } from './kinds.ts';
import type { Sums } from './layout.ts';

type Sum = Sums[Kind];

/** Sums of the same name and slot as one, in the order that the store itself answers. */
export function joined(field: string, sums: readonly Sum[]): Sum[] {
  const byKey = new Map<string, Sum>();
  const nameOf = (sum: Sum) => (sum as unknown as Record<string, string>)[field];
  for (const sum of sums) {
    const key = `${nameOf(sum)}/${sum.slot}`;
    byKey.set(key, addSums(byKey.get(key) as never, sum as never) as Sum);
  }
  return [...byKey.values()].sort((a, b) => a.slot - b.slot || (nameOf(a) < nameOf(b) ? -1 : 1));
}
