import { instant } from '../../models/contract/ids.ts';
import type { FacingAnswer, Shelves } from '../../models/contract/shelves.ts';
import type { Site } from '../../models/contract/site.ts';
import type { FacingNow, FacingRow, FacingSum, ShelfChange, ShelfSlot } from '../store/shelf-rows.ts';
import { inPieces, type Rest } from '../turns.ts';
import { type Bucket, bucketIndex } from './buckets.ts';

const Z95 = 1.959963984540054;
const STATES = { empty: 'empty', low: 'low', refilled: 'full' } as const;

/** What is known of the facings of a store, by `shelf/facing`. */
export interface ShelfFacts {
  rows: readonly FacingNow[];
  sums: readonly FacingSum[];
  /** In order of their beginning. */
  changes: readonly ShelfChange[];
  nowMs: number;
  /** What was seen before that is not how it is now. */
  staleMs: number;
}

const keyOf = ({ shelf, facing }: { shelf: string; facing: string }) => `${shelf}/${facing}`;
const byKey = <T extends { shelf: string; facing: string }>(items: readonly T[]) =>
  new Map(items.map((it) => [keyOf(it), it]));

/** Every facing of the site's shelves as it is now, and how long it was without its product. */
export function shelvesNow(shelves: Site['shelves'], facts: ShelfFacts): Pick<Shelves, 'shelves' | 'now'> {
  const [rows, sums, changes] = [byKey(facts.rows), byKey(facts.sums), byKey(facts.changes)];
  const all = shelves.map(({ id: shelf, camera, facings }) => {
    const answers = facings.map(({ id, sku, name, capacity }): FacingAnswer => {
      const key = keyOf({ shelf, facing: id });
      const sum = sums.get(key);
      const known = sum !== undefined && sum.knownS > 0;
      const product = { facing: id, sku, name: name ?? null, capacity };
      const out = { emptyS: known ? sum.emptyS : null, knownS: sum?.knownS ?? 0 };
      return { ...product, ...stateNow(rows.get(key), changes.get(key), facts), ...out };
    });
    return { shelf, camera, now: tally(answers), facings: answers };
  });
  const now = tally(all.flatMap(({ facings }) => facings));
  const known = now.full + now.low + now.empty;
  return { shelves: all, now: { ...now, outOfStockShare: known > 0 ? now.empty / known : null } };
}

type Now = Pick<FacingAnswer, 'state' | 'since' | 'seenAt' | 'fill' | 'fillInterval'>;

/** By the newest row, or by a change that came after it; a row that is too old says what was, and not what is. */
function stateNow(row: FacingNow | undefined, change: ShelfChange | undefined, { nowMs, staleMs }: ShelfFacts): Now {
  const about = lastSeen(row?.seen);
  const toldMs = row ? endOf(row.newest) : Number.NEGATIVE_INFINITY;
  const newer = change !== undefined && change.timeMs >= toldMs;
  if (nowMs - (newer ? change.timeMs : toldMs) > staleMs) return { ...about, state: 'unknown', since: null };
  const state = newer ? STATES[change.change] : (row?.newest.state ?? 'unknown');
  const since = change && STATES[change.change] === state ? instant(change.sinceMs) : null;
  return { ...about, state, since };
}

const endOf = ({ startMs, seconds }: FacingRow): number => startMs + seconds * 1000;

function lastSeen(row: FacingRow | undefined): Pick<Now, 'seenAt' | 'fill' | 'fillInterval'> {
  if (!row) return { seenAt: null, fill: null, fillInterval: null };
  const { fill } = row;
  const half = Z95 * Math.sqrt(Math.max(0, row.variance));
  const fillInterval: Now['fillInterval'] = fill === null ? null : [Math.max(0, fill - half), Math.min(1, fill + half)];
  return { seenAt: instant(endOf(row)), fill, fillInterval };
}

function tally(facings: readonly FacingAnswer[]) {
  const counts = { full: 0, low: 0, empty: 0, unknown: 0 };
  for (const { state } of facings) counts[state]++;
  return counts;
}

type OutOfStock = Shelves['total'];

/** Time without product over the buckets of a range, those that have begun, and all of it. */
export async function outOfStock(
  slots: readonly ShelfSlot[],
  changes: readonly ShelfChange[],
  buckets: readonly Bucket[],
  nowMs: number,
  rest: Rest,
): Promise<Pick<Shelves, 'total' | 'points'>> {
  const sums = buckets.map(() => ({ emptyS: 0, knownS: 0, events: 0 }));
  await inPieces(slots, rest, ({ slot, emptyS, knownS }) => {
    const sum = sums[bucketIndex(buckets, slot)];
    sum.emptyS += emptyS;
    sum.knownS += knownS;
  });
  for (const { change, sinceMs } of changes) if (change === 'empty') sums[bucketIndex(buckets, sinceMs)].events++;
  const total = { emptyS: 0, knownS: 0, events: 0 };
  for (const { emptyS, knownS, events } of sums) {
    total.emptyS += emptyS;
    total.knownS += knownS;
    total.events += events;
  }
  const begun = buckets.filter(({ startMs }) => startMs < nowMs);
  const points = await inPieces(begun, rest, ({ startMs, endMs }, i) => {
    return { start: instant(startMs), seconds: (endMs - startMs) / 1000, ...answer(sums[i]) };
  });
  return { total: answer(total), points };
}

const answer = ({ emptyS, knownS, events }: { emptyS: number; knownS: number; events: number }): OutOfStock => ({
  emptyS: knownS > 0 ? emptyS : null,
  knownS,
  // A change that came late may take away more from a range than is in it.
  share: knownS > 0 ? Math.min(1, Math.max(0, emptyS / knownS)) : null,
  events,
});
