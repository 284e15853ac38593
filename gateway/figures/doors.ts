import type { Site } from '../../models/contract/site.ts';
import type { TrafficSum } from '../store/store.ts';
import type { DoorMinute } from './conversion.ts';
import { entryLines } from './entries.ts';

/**
 * The street and mall lines of a store as one door, slot by slot. A slot is seen as far as its least seen line: people
 * who come in by a door that nobody saw are missing from all.
 */
export function doorSlots(site: Site, sums: readonly TrafficSum[], slotS: number): Map<number, DoorMinute> {
  const lines = entryLines(site);
  const slots = new Map<number, DoorMinute & { lines: number }>();
  for (const sum of sums) {
    if (!lines.includes(sum.line)) continue;
    const slot = slots.get(sum.slot) ?? { entries: 0, units: 0, variance: 0, seen: 1, lines: 0 };
    slots.set(sum.slot, slot);
    slot.entries += sum.in;
    slot.units = slot.units === null || sum.unitsIn === null ? null : slot.units + sum.unitsIn;
    slot.variance += sum.inVariance;
    slot.seen = Math.min(slot.seen, sum.seenS / slotS);
    slot.lines++;
  }
  for (const slot of slots.values()) if (slot.lines < lines.length) slot.seen = 0;
  return slots;
}
