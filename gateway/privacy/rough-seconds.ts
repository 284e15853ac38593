import { hash } from 'node:crypto';
import type { Store } from '../store/store.ts';

/** Seconds of a quarter are told to this much. */
export const ROUGH_S = 10;

/**
 * How many people are in the store is exempt, moment by moment: who takes off the seconds of all other zones would have
 * those of one in which few were. So each quarter's are rounded, and sums are those of what was rounded. Before that they
 * are moved by up to half a step, by how much only this data base knows: seconds that lie where others are rounded up
 * would bound each other exactly. It is the same each time that the quarter is asked for.
 */
export function roughly(store: Pick<Store, 'zones' | 'secret'>): Store['zones'] {
  return async (query) => {
    const secret = await store.secret();
    return (await store.zones(query)).map((sum) => ({
      ...sum,
      occupancyS: sum.occupancyS > 0 ? rough(sum.occupancyS, `${secret}/${sum.zone}/${sum.slot}`) : sum.occupancyS,
    }));
  };
}

function rough(seconds: number, place: string): number {
  const moved = (Number.parseInt(hash('sha256', place).slice(0, 8), 16) / 2 ** 32 - 0.5) * ROUGH_S;
  return Math.max(0, Math.round((seconds + moved) / ROUGH_S)) * ROUGH_S;
}
