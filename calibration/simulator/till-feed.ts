import type { PosTransaction } from '../../models/contract/pos.ts';
import type { Source } from '../../models/contract/source.ts';
import { receiptOf } from './output/receipt.ts';
import { DAYS } from './show-time.ts';
import { DEFAULTS, Simulation } from './simulation.ts';
import { SIMULATED_DEFAULTS } from './source.ts';

/**
 * The tills of the store that a simulated source films: the same people, told by what they paid. Nothing is handed out
 * before the store's clock has passed it.
 */
export class TillFeed {
  private readonly simulation: Simulation;
  private readonly warmUpDays: number;
  private waiting: PosTransaction[] = [];
  private ran = 0;

  /** `config`: of the cameras' source. */
  constructor(config: Extract<Source, { kind: 'simulated' }>) {
    const { seed, products, start, warmUpDays } = { ...SIMULATED_DEFAULTS, ...config };
    this.warmUpDays = warmUpDays;
    this.simulation = new Simulation({ ...DEFAULTS, seed, products, start, days: DAYS });
    const ignore = () => undefined;
    this.simulation.open({
      dayBegan: ignore,
      visited: ignore,
      sold: (sale, day) => {
        if (day.index >= warmUpDays) this.waiting.push(receiptOf(this.simulation.world, sale, day));
      },
      reached: ignore,
      dayEnded: ignore,
    });
  }

  /** Runs one of the days before the first that is filmed; answers whether there are more. */
  warmUp(): boolean {
    if (this.ran < this.warmUpDays) this.runDay();
    return this.ran < this.warmUpDays;
  }

  /** Receipts that are due at a moment of the store's time and were not handed out before, in order of their time. */
  until(tMs: number): PosTransaction[] {
    const { calendar } = this.simulation;
    while (this.ran < calendar.length && (calendar[this.ran].open?.fromMs ?? calendar[this.ran].midnightMs) <= tMs) {
      this.runDay();
    }
    const isDue = ({ time }: PosTransaction) => Date.parse(time) <= tMs;
    const due = this.waiting.filter(isDue);
    this.waiting = this.waiting.filter((receipt) => !isDue(receipt));
    return due.sort((a, b) => Date.parse(a.time) - Date.parse(b.time));
  }

  private runDay(): void {
    const { calendar, shop } = this.simulation;
    shop.runDay(calendar[this.ran++]);
  }
}
