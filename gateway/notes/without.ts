import { addSums } from '../figures/series.ts';
import type { FloorSum, FlowSlot, FlowSum, FlowSums, SlotQuery, Span, Store } from '../store/store.ts';

interface Stretch {
  fromMs: number;
  toMs: number;
}

/**
 * A store as it is read when some time counts as not seen: rows of that time are left out of every sum, and so is the
 * time that it was seen, which lowers the coverage. A period (of heat, ways and flows, `periodMs` long) that touches such
 * time is left out whole.
 */
export function withoutUnseen(
  store: Store,
  unseen: (span: Span) => Promise<Stretch[]>,
  periodMs: (store: string) => number,
): Store {
  /** What is left of a query; `beforeMs` ahead of unseen time nothing may begin either. */
  const parts = async <Q extends Span>(query: Q, beforeMs = 0): Promise<Q[]> => {
    const left = await unseen({ ...query, toMs: query.toMs + beforeMs });
    const widened = left.map(({ fromMs, toMs }) => ({ fromMs: fromMs - beforeMs, toMs }));
    return rest(query, widened).map((stretch) => ({ ...query, ...stretch }));
  };

  async function slots<Q extends SlotQuery, S extends { slot: number }>(
    query: Q,
    read: (query: Q) => Promise<S[]>,
    nameOf: (sum: S) => string,
  ): Promise<S[]> {
    const asked = await parts(query);
    if (asked.length === 1) return read(asked[0]);
    const sums = new Map<string, S>();
    for (const part of asked) {
      for (const sum of await read(part)) {
        const key = `${nameOf(sum)}/${sum.slot}`;
        sums.set(key, addSums(sums.get(key) as never, sum as never) as S);
      }
    }
    return [...sums.values()].sort((a, b) => a.slot - b.slot || (nameOf(a) < nameOf(b) ? -1 : 1));
  }

  async function periods<Q extends Span, P extends { startMs: number; seconds: number }>(
    query: Q,
    read: (query: Q) => Promise<P[]>,
  ): Promise<P[]> {
    const [all, left] = [await read(query), await unseen(query)];
    return all.filter(
      ({ startMs, seconds }) => !left.some((it) => startMs < it.toMs && startMs + seconds * 1000 > it.fromMs),
    );
  }

  return {
    ...store,
    traffic: (query) => slots(query, store.traffic, (sum) => sum.line),
    zones: (query) => slots(query, store.zones, (sum) => sum.zone),
    queues: (query) => slots(query, store.queues, (sum) => sum.zone),
    floors: async (span) => {
      let sum = await store.floors({ ...span, toMs: span.fromMs });
      for (const part of await parts(span)) sum = addFloors(sum, await store.floors(part));
      return sum;
    },
    inside: (span) => periods(span, store.inside),
    heat: (query) => periods(query, store.heat),
    heatSeen: (query) => periods(query, store.heatSeen),
    paths: (query) => periods(query, store.paths),
    flows: async (span) => {
      let sum: FlowSums = { flows: [], unplaced: 0, ends: [], endsUnplaced: null };
      for (const part of await parts(span, periodMs(span.store) - 1)) sum = addFlows(sum, await store.flows(part));
      return sum;
    },
    flowSlots: async (query) => {
      const asked = await parts(query, periodMs(query.store) - 1);
      if (asked.length === 1) return store.flowSlots(asked[0]);
      const slots = new Map<number, FlowSlot>();
      for (const part of asked) {
        for (const one of await store.flowSlots(part)) {
          const known = slots.get(one.slot);
          slots.set(one.slot, known ? { ...addFlows(known, one), slot: one.slot } : one);
        }
      }
      return [...slots.values()];
    },
  };
}

/** What is left of a span without these stretches, which are in order. */
export function rest({ fromMs, toMs }: Stretch, unseen: readonly Stretch[]): Stretch[] {
  const left: Stretch[] = [];
  let from = fromMs;
  for (const it of unseen) {
    if (it.fromMs > from) left.push({ fromMs: from, toMs: Math.min(toMs, it.fromMs) });
    from = Math.max(from, it.toMs);
  }
  if (from < toMs) left.push({ fromMs: from, toMs });
  return left;
}

const plus = (a: number | null, b: number | null) => (a === null && b === null ? null : (a ?? 0) + (b ?? 0));

const addFloors = (a: FloorSum, b: FloorSum): FloorSum => ({
  personS: a.personS + b.personS,
  max: Math.max(a.max, b.max),
  seenS: a.seenS + b.seenS,
  staffS: plus(a.staffS, b.staffS),
  stillS: plus(a.stillS, b.stillS),
});

export const addFlows = (a: FlowSums, b: FlowSums): FlowSums => ({
  flows: addPairs(a.flows, b.flows),
  unplaced: a.unplaced + b.unplaced,
  ends: addPairs(a.ends, b.ends),
  endsUnplaced: plus(a.endsUnplaced, b.endsUnplaced),
});

function addPairs(a: readonly FlowSum[], b: readonly FlowSum[]): FlowSum[] {
  const pairs = new Map(a.map((pair) => [`${pair.from}/${pair.to}`, pair]));
  for (const pair of b) {
    const { count = 0, variance = 0, largest = 0 } = pairs.get(`${pair.from}/${pair.to}`) ?? {};
    pairs.set(`${pair.from}/${pair.to}`, {
      ...pair,
      count: pair.count + count,
      variance: pair.variance + variance,
      largest: Math.max(pair.largest, largest),
    });
  }
  return [...pairs.values()];
}
