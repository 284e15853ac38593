import { randomUUID } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../store/tables.ts';
import { pieces } from '../turns.ts';
import { DAY_MS, type KeptKind } from './kinds.ts';

export interface KeptSpan {
  startMs: number;
  endMs: number;
}

/** No span that is kept is longer, so that those that a moment lies in are found by their start. */
export const LONGEST_KEPT_MS = 32 * DAY_MS;

const PAUSE_MS = 60_000;

/**
 * Sums of whole spans (a store's days, its months) that took long to make. Whoever is going to make one claims it first;
 * whoever stores something of that time drops the row in the same transaction, claimed or made. What was made from rows
 * that have changed meanwhile then finds no row of its own to go into: it is answered once and not kept. This holds
 * between processes too, since an import may run beside the gateway. Who changes what a body holds adds a migration that
 * empties the table.
 */
export class Kept {
  readonly #db: Db;
  #pauseUntilMs = 0;

  constructor(db: Db) {
    this.#db = db;
  }

  /** What is kept of exactly these spans, by their start. */
  async find<T>(store: string, kind: KeptKind, spans: readonly KeptSpan[]): Promise<Map<number, T>> {
    if (spans.length === 0) return new Map();
    const ends = new Map(spans.map(({ startMs, endMs }) => [startMs, endMs]));
    const rows = await this.#within(store, kind, spans).select(['start', 'until', 'body']).execute();
    const found = new Map<number, T>();
    const rest = pieces();
    for (const { start, until, body } of rows) {
      const sums = ends.get(Number(start)) === Number(until) ? unpack<T>(body!) : undefined;
      if (sums !== undefined) found.set(Number(start), sums);
      await rest();
    }
    return found;
  }

  /** Which of these spans are not kept. */
  async missing<S extends KeptSpan>(store: string, kind: KeptKind, spans: readonly S[]): Promise<S[]> {
    if (spans.length === 0) return [];
    const rows = await this.#within(store, kind, spans).select(['start', 'until']).execute();
    const there = new Set(rows.map(({ start, until }) => `${start}/${until}`));
    return spans.filter(({ startMs, endMs }) => !there.has(`${startMs}/${endMs}`));
  }

  #within = (store: string, kind: KeptKind, spans: readonly KeptSpan[]) =>
    this.#db
      .selectFrom('kept')
      .where('store', '=', store)
      .where('kind', '=', kind)
      .where('start', '>=', spans[0].startMs)
      .where('start', '<=', spans[spans.length - 1].startMs)
      .where('body', 'is not', null);

  /** Makes the sums of some spans, and keeps each that nothing has dropped or claimed meanwhile. */
  async make<T>(
    store: string,
    kind: KeptKind,
    spans: readonly KeptSpan[],
    make: () => Promise<ReadonlyMap<number, T>>,
  ): Promise<ReadonlyMap<number, T>> {
    const claim = randomUUID();
    const claimed = await this.#claim(store, kind, spans, claim);
    const made = await make();
    if (claimed) await this.#keep(store, kind, spans, claim, made).catch(() => undefined);
    return made;
  }

  /**
   * Whoever reads must get an answer on a full disk too, and while another process writes for long. To find that out may
   * take seconds, so after one failure nothing is kept for a while.
   */
  async #claim(store: string, kind: KeptKind, spans: readonly KeptSpan[], claim: string): Promise<boolean> {
    if (performance.now() < this.#pauseUntilMs) return false;
    const rows = spans.map(({ startMs, endMs }) => ({ store, kind, start: startMs, until: endMs, claim, body: null }));
    const insert = this.#db
      .insertInto('kept')
      .values(rows)
      // A claim of somebody who has ended would stand for ever.
      .onConflict((oc) => oc.columns(['store', 'kind', 'start', 'until']).doUpdateSet({ claim, body: null }));
    try {
      await insert.execute();
      return true;
    } catch {
      this.#pauseUntilMs = performance.now() + PAUSE_MS;
      return false;
    }
  }

  async #keep<T>(
    store: string,
    kind: KeptKind,
    spans: readonly KeptSpan[],
    claim: string,
    made: ReadonlyMap<number, T>,
  ): Promise<void> {
    const bodies: (KeptSpan & { body: Uint8Array })[] = [];
    const rest = pieces();
    for (const span of spans) {
      bodies.push({ ...span, body: pack(made.get(span.startMs)!) });
      await rest();
    }
    await this.#db.transaction().execute(async (tx) => {
      for (const { startMs, endMs, body } of bodies) {
        await tx
          .updateTable('kept')
          .set({ body })
          .where('store', '=', store)
          .where('kind', '=', kind)
          .where('start', '=', startMs)
          .where('until', '=', endMs)
          .where('claim', '=', claim)
          .execute();
      }
    });
  }
}

const pack = (sums: unknown): Uint8Array => deflateRawSync(JSON.stringify(sums), { level: 1 });

/** Undefined where the body is damaged: it is made again then. */
function unpack<T>(body: Uint8Array): T | undefined {
  try {
    return JSON.parse(inflateRawSync(body).toString()) as T;
  } catch {
    return undefined;
  }
}

/**
 * Which kept rows a stretch of time makes wrong: those that it lies in, and the takings of the day after too, since the
 * minutes at its doors are moved by the time from door to till, and their units are told by the whole day.
 */
export const keptWithin = (
  kinds: readonly KeptKind[],
  store: string,
  fromMs: number,
  toMs: number,
): RawBuilder<boolean> =>
  sql`store = ${store} and kind in (${sql.join(kinds)}) and start > ${fromMs - LONGEST_KEPT_MS} and start < ${toMs} + case kind when 'takings' then ${DAY_MS} else 0 end and until > ${fromMs}`;
