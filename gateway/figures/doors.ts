import type { Site } from '../../models/contract/site.ts';
import type { TrafficSum } from '../store/store.ts';
import type { DoorMinute } from './conversion.ts';
import { entryLines } from './entries.ts';

/** A slot of all doors: what a ratio may be made of, and what was counted in all. */
export interface DoorSlot extends DoorMinute {
  counted: { entries: number; units: number | null };
}

/**
 * The street and mall lines of a store as one door, slot by slot. A slot is seen as far as its least seen line: people
 * who come in by a door that nobody saw are missing from all. `entries` are those of the time in which every line was
 * seen, since sales are taken by that share too: else a door that goes blind would lower the ratio by what the others
 * still count.
 */
export function doorSlots(site: Site, sums: readonly TrafficSum[], slotS: number): Map<number, DoorSlot> {
  const lines = entryLines(site);
  const slots = new Map<number, TrafficSum[]>();
  for (const sum of sums) {
    if (!lines.includes(sum.line)) continue;
    const slot = slots.get(sum.slot);
    if (slot) slot.push(sum);
    else slots.set(sum.slot, [sum]);
  }
  return new Map([...slots].map(([start, of]) => [start, slotOf(of, lines.length, slotS)]));
}

function slotOf(sums: readonly TrafficSum[], lines: number, slotS: number): DoorSlot {
  let seen = 1;
  for (const { seenS } of sums) seen = Math.min(seen, seenS / slotS);
  if (sums.length < lines) seen = 0;
  const slot: DoorSlot = { entries: 0, units: 0, variance: 0, seen, counted: { entries: 0, units: 0 } };
  for (const sum of sums) {
    const together = sum.seenS > 0 ? Math.min(1, (seen * slotS) / sum.seenS) : 0;
    slot.entries += sum.in * together;
    slot.variance += sum.inVariance * together;
    slot.counted.entries += sum.in;
    if (sum.unitsIn === null) slot.units = slot.counted.units = null;
    if (slot.units === null || slot.counted.units === null || sum.unitsIn === null) continue;
    slot.units += sum.unitsIn * together;
    slot.counted.units += sum.unitsIn;
  }
  return slot;
}
