import { setImmediate as turn } from 'node:timers/promises';
import { countInterval } from '../../models/aggregate/interval.ts';
import type { Flows } from '../../models/contract/api/flows.ts';
import { threshold } from '../../models/privacy/partition.ts';
import { hidePairs, pairKey } from '../../models/privacy/table.ts';
import type { ApiContext } from '../api/context.ts';
import { type Range, toHeatPeriods } from '../api/range.ts';
import type { FlowSum, FlowSums } from '../store/store.ts';
import { daysOf } from './grid.ts';
import { toHours } from './ranges.ts';
import { aboutStaff } from './zones.ts';

export type PublishedFlows = Pick<Flows, 'flows' | 'unplaced' | 'ends' | 'endsUnplaced' | 'withheld'>;
type Pairs = Flows['flows'];

/**
 * Ways between places. Above k 1 a range is widened to whole hours of the store's clock, each of which is a table of its
 * own: whoever adds hours adds what is published of each. What is not over yet is not in it.
 */
export async function publishedFlows(
  context: ApiContext,
  asked: Range,
): Promise<{ range: Range; figures: PublishedFlows }> {
  const { site } = asked.site;
  const k = threshold(site.privacy.k);
  const staffed = new Set(site.zones.filter(({ kind }) => aboutStaff(kind)).map(({ id }) => id));
  const mask = (pairs: Pairs) => pairs.map((pair) => (isStaffed(pair, staffed) ? hide(pair) : pair));
  const customers = (pairs: Pairs) => pairs.filter((pair) => !isStaffed(pair, staffed));
  if (k === 1) {
    const range = toHeatPeriods(asked);
    const { flows, unplaced, ends, endsUnplaced } = await context.store.flows(range);
    const open = { flows: mask(flows.map(show)), ends: endsUnplaced === null ? null : mask(ends.map(show)) };
    return { range, figures: { ...open, unplaced, endsUnplaced } };
  }
  const range = toHours(asked);
  const { store, fromMs, toMs } = range;
  const hours = daysOf(fromMs, toMs, site, range.nowMs)
    .flatMap((day) => day.hours)
    .filter((hour) => hour.over && hour.startMs >= fromMs && hour.endMs <= toMs);
  const [flows, ends] = [new Table(k), new Table(k)];
  for (const [i, { startMs, endMs }] of hours.entries()) {
    // A year has 9,000 hours, and SQLite answers without leaving this turn of the event loop.
    if (i % HOURS_A_TURN === HOURS_A_TURN - 1) await turn();
    const sums: FlowSums = await context.store.flows({ store, fromMs: startMs, toMs: endMs, settled: true });
    flows.add(sums.flows, sums.unplaced);
    if (sums.endsUnplaced !== null) ends.add(sums.ends, sums.endsUnplaced);
  }
  const measured = ends.tables > 0 ? { ends: customers(ends.pairs()), endsUnplaced: ends.unplaced } : NO_ENDS;
  return { range, figures: { flows: customers(flows.pairs()), unplaced: flows.unplaced, ...measured, withheld: true } };
}

const HOURS_A_TURN = 12;
const NO_ENDS = { ends: null, endsUnplaced: null };
const show = ({ from, to, count, variance }: FlowSum): Pairs[number] => {
  return { from, to, count, suppressed: false, interval: countInterval(count, variance) };
};
const hide = ({ from, to }: Pairs[number]): Pairs[number] => {
  return { from, to, count: null, suppressed: true, interval: null };
};
const isStaffed = ({ from, to }: Pairs[number], staffed: ReadonlySet<string>): boolean =>
  [from, to].some((place) => staffed.has(place.replace(/^zone:/, '')));

/**
 * Hourly tables added up: a pair is the sum of the hours in which it was not hidden. One that was hidden looks like one that
 * nobody took, or whoever knows the rule would learn from what is hidden with it: the hour in which nobody took any of the
 * hidden pairs publishes the same, what is unplaced being the node's own.
 */
class Table {
  tables = 0;
  /** What is in no pair, over the hours in which that is k or more; null while there is none. */
  unplaced: number | null = null;
  readonly #k: number;
  readonly #sums = new Map<string, { from: string; to: string; count: number; variance: number; hours: number }>();

  constructor(k: number) {
    this.#k = k;
  }

  add(pairs: readonly FlowSum[], unplaced: number): void {
    this.tables++;
    const { hidden, all } = hidePairs(pairs, this.#k);
    let left = unplaced;
    for (const { from, to, count, variance } of pairs) {
      const key = pairKey(from, to);
      if (all || hidden.has(key) || count < this.#k) {
        left += count;
        continue;
      }
      const sum = this.#sums.get(key) ?? { from, to, count: 0, variance: 0, hours: 0 };
      this.#sums.set(key, sum);
      sum.count += count;
      sum.variance += variance;
      sum.hours++;
    }
    if (left >= this.#k) this.unplaced = (this.unplaced ?? 0) + left;
  }

  pairs(): Pairs {
    const sorted = [...this.#sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, sum]) => sum);
    return sorted.map(({ hours, ...sum }) => {
      return { ...show({ ...sum, largest: 0 }), ...(hours < this.tables ? { withheld: true } : {}) };
    });
  }
}
