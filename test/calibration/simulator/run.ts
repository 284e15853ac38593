import type { DayLedger } from '../../../calibration/simulator/economy/ledger.ts';
import type { Delivery } from '../../../calibration/simulator/economy/stock.ts';
import type { Itinerary } from '../../../calibration/simulator/people/itinerary.ts';
import { DEFAULTS, Simulation, type SimulationOptions } from '../../../calibration/simulator/simulation.ts';
import type { Sale } from '../../../calibration/simulator/store/sink.ts';
import type { Day } from '../../../calibration/simulator/world/calendar.ts';

export interface RanDay {
  day: Day;
  ledger: DayLedger;
  closing: number[];
  its: Itinerary[];
  sales: Sale[];
  delivered: Delivery[];
}

/** Runs a store and keeps all that it says. */
export function runStore(options: Partial<SimulationOptions> & { seed: number; days: number }): {
  simulation: Simulation;
  days: RanDay[];
} {
  const simulation = new Simulation({ ...DEFAULTS, ...options });
  const days: RanDay[] = [];
  let now: Pick<RanDay, 'its' | 'sales' | 'delivered'> = { its: [], sales: [], delivered: [] };
  const shop = simulation.open({
    dayBegan: (_, delivered) => {
      now = { its: [], sales: [], delivered: [...delivered] };
    },
    visited: (it) => now.its.push(it),
    sold: (sale) => now.sales.push(sale),
    reached: () => undefined,
    dayEnded: (day, ledger, units) => {
      const closing = simulation.world.catalogue.products.map((p) => units(p.index));
      days.push({ day, ledger, closing, ...now });
    },
  });
  for (const day of simulation.calendar) shop.runDay(day);
  return { simulation, days };
}
