import { groupBy } from '../group-by.ts';
import type { SlotQuery } from '../store/store.ts';
import type { Db } from '../store/tables.ts';
import { pieces } from '../turns.ts';
import { joined } from './joined.ts';
import { Kept, type KeptSpan } from './kept.ts';
import { DAY_MS, type KeptKind, type Kind, QUARTER_MS } from './kinds.ts';
import { LAYOUTS, type Sums } from './layout.ts';

type Query = SlotQuery & { zone?: string };
interface Below {
  latestBucketMs(store: string): Promise<number | null>;
  oldestBucketMs(store: string): Promise<number | null>;
  read<K extends Kind>(kind: K, query: Query): Promise<Sums[K][]>;
}

/** Days that are claimed and kept together. */
const DAYS_AT_ONCE = 31;
/** Read in one piece: others are answered in between. */
const DAYS_A_READ = 4;

/**
 * Sums by store-day. Those that are over are kept: a year by the day is then read from 365 small rows, whatever the
 * store's time zone is. As of roll-ups, no day is kept of which the newest day in UTC is a part, so that `StaleDays` sees
 * every message that makes one wrong.
 */
export class DailySums {
  readonly #kept: Kept;
  readonly #below: Below;

  constructor(db: Db, below: Below) {
    this.#kept = new Kept(db);
    this.#below = below;
  }

  async of<K extends Kind>(kind: K, query: Query, days: readonly KeptSpan[]): Promise<Sums[K][]> {
    const { store, fromMs, toMs, zone } = query;
    // Before the first bucket there is nothing to read or to keep.
    const oldestMs = ((await this.#below.oldestBucketMs(store)) ?? Number.POSITIVE_INFINITY) - DAY_MS;
    const asked = days.filter((day) => day.startMs < toMs && day.endMs > Math.max(fromMs, oldestMs));
    const overMs = Math.floor(((await this.#below.latestBucketMs(store)) ?? 0) / DAY_MS) * DAY_MS;
    const whole = asked.filter((day) => fromMs <= day.startMs && day.endMs <= toMs && day.endMs <= overMs);
    const name = LAYOUTS[kind].name as keyof Sums[K];
    const sums = (await this.#whole(kind, query, whole)).filter((sum) => zone === undefined || sum[name] === zone);
    for (const day of asked) {
      if (whole.includes(day)) continue;
      const span = { fromMs: Math.max(fromMs, day.startMs), toMs: Math.min(toMs, day.endMs) };
      const part = await this.#below.read(kind, { ...query, ...span, grainMs: Number.POSITIVE_INFINITY });
      sums.push(...part.map((sum) => ({ ...sum, slot: day.startMs })));
    }
    return joined(LAYOUTS[kind].name, sums as Sums[Kind][]) as Sums[K][];
  }

  /** All names of these days; those that are not kept yet are made. */
  async #whole<K extends Kind>(kind: K, query: Query, days: readonly KeptSpan[]): Promise<Sums[K][]> {
    const { store, settled } = query;
    const keptKind: KeptKind = settled ? `${kind}/settled` : kind;
    const found = await this.#kept.find<Sums[K][]>(store, keptKind, days);
    const missing = days.filter(({ startMs }) => !found.has(startMs));
    for (let at = 0; at < missing.length; at += DAYS_AT_ONCE) {
      const part = missing.slice(at, at + DAYS_AT_ONCE);
      const make = () => this.#make(kind, query, part);
      for (const [day, sums] of await this.#kept.make(store, keptKind, part, make)) found.set(day, sums);
    }
    return [...found.values()].flat();
  }

  async #make<K extends Kind>(kind: K, query: Query, days: readonly KeptSpan[]): Promise<Map<number, Sums[K][]>> {
    const { store, settled } = query;
    const rest = pieces();
    const made = new Map<number, Sums[K][]>();
    for (let at = 0; at < days.length; at += DAYS_A_READ) {
      const some = days.slice(at, at + DAYS_A_READ);
      const span = { store, fromMs: some[0].startMs, toMs: some[some.length - 1].endMs, grainMs: QUARTER_MS };
      const quarters = await this.#below.read(kind, { ...span, ...(settled ? { settled } : {}) });
      const bySlot = groupBy(quarters, ({ slot }) => slot);
      for (const { startMs, endMs } of some) {
        const own: Sums[K][] = [];
        for (let slot = startMs; slot < endMs; slot += QUARTER_MS) {
          for (const sum of bySlot.get(slot) ?? []) own.push({ ...sum, slot: startMs });
        }
        made.set(startMs, joined(LAYOUTS[kind].name, own as Sums[Kind][]) as Sums[K][]);
      }
      await rest();
    }
    return made;
  }
}
