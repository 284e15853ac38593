import { countInterval } from '../../models/aggregate/interval.ts';
import type { Flows } from '../../models/contract/api/flows.ts';
import { threshold } from '../../models/privacy/partition.ts';
import { hidePairs, pairKey } from '../../models/privacy/table.ts';
import type { ApiContext } from '../api/context.ts';
import { type Range, toHeatPeriods } from '../api/range.ts';
import { grainOf } from '../figures/buckets.ts';
import { partsOf } from '../figures/parts.ts';
import { addFlows } from '../notes/without.ts';
import type { FlowSum, FlowSums } from '../store/store.ts';
import { nextTurn } from '../turns.ts';
import { hoursInParts, toHours } from './ranges.ts';
import { aboutStaff } from './staff.ts';

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
    const { flows, unplaced, ends, endsUnplaced } = await allFlows(context, range);
    const open = { flows: mask(flows.map(show)), ends: endsUnplaced === null ? null : mask(ends.map(show)) };
    return { range, figures: { ...open, unplaced, endsUnplaced } };
  }
  const range = toHours(asked);
  const [flows, ends] = [new Table(k), new Table(k)];
  for (const { hours, ...part } of hoursInParts(range)) {
    // The first hour's start and the last one's end are edges too.
    const grainMs = grainOf([{ startMs: 0, endMs: part.fromMs }, ...hours]);
    const slots = await context.store.flowSlots({ store: range.store, ...part, grainMs, settled: true });
    let next = 0;
    for (const { endMs, over } of hours) {
      let sums: FlowSums | undefined;
      for (; next < slots.length && slots[next].slot < endMs; next++) {
        sums = sums ? addFlows(sums, slots[next]) : slots[next];
      }
      if (!over) continue;
      flows.add(sums?.flows ?? [], sums?.unplaced ?? 0);
      if (sums && sums.endsUnplaced !== null) ends.add(sums.ends, sums.endsUnplaced);
    }
    await nextTurn();
  }
  const measured = ends.tables > 0 ? { ends: customers(ends.pairs()), endsUnplaced: ends.unplaced } : NO_ENDS;
  return { range, figures: { flows: customers(flows.pairs()), unplaced: flows.unplaced, ...measured, withheld: true } };
}

/** All ways of a range, which is read in parts of some days. */
async function allFlows({ store }: ApiContext, range: Range): Promise<FlowSums> {
  let all: FlowSums | undefined;
  for (const part of partsOf(range)) {
    const some = await store.flows({ ...range, ...part });
    all = all ? addFlows(all, some) : some;
    await nextTurn();
  }
  return { ...all!, flows: inOrder(all!.flows), ends: inOrder(all!.ends) };
}

const inOrder = (pairs: readonly FlowSum[]): FlowSum[] =>
  [...pairs].sort((a, b) => compare(a.from, b.from) || compare(a.to, b.to));
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

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
