import { AisleError } from '../../models/contract/errors.ts';
import type { ReferenceReject, ReferenceTaken } from '../../models/contract/reference.ts';
import type { Site } from '../../models/contract/site.ts';
import type { Db } from '../store/tables.ts';
import { type CheckedRow, isDay, isFault, RowChecker } from './check-row.ts';
import { beginImport, endImport, keepRejects, MOST_REJECTS, type NewImport } from './imports.ts';
import type { ReferenceKind } from './kind.ts';
import type { RawRow } from './read-rows.ts';
import { endOthers, Seen, takeRows } from './take.ts';
import { asOf } from './versions.ts';

export interface IntakeOrder {
  store: string;
  kind: ReferenceKind;
  name: string;
  via: NewImport['via'];
  /** The store's own day, from which on rows hold that name no day and are news. */
  today: string;
  /** Effective date of rows that name none. */
  from?: string;
  /** It is all there is: what is in effect and not in it ends. */
  whole?: boolean;
  /** What places are held against; undefined where nobody knows the store's site. */
  site: Site | undefined;
}

export interface Rejected extends ReferenceReject {
  raw(): readonly string[] | string;
}

/** One import: rows come in parts, each durable before the next. */
export class Intake {
  readonly #db: Db;
  readonly #order: IntakeOrder;
  readonly #wall: () => number;
  readonly #checker: RowChecker;
  readonly #seen = new Seen();
  readonly #told = new Set<string>();
  readonly #rejects: ReferenceReject[] = [];
  readonly counts = { accepted: 0, duplicates: 0, rejected: 0 };
  #id = 0;

  constructor(db: Db, order: IntakeOrder, wall: () => number) {
    this.#db = db;
    this.#order = order;
    this.#wall = wall;
    this.#checker = new RowChecker(order.kind, order.site);
  }

  get id(): number {
    return this.#id;
  }

  /** Throws BAD_CALL at what this kind cannot have. */
  async begin(): Promise<void> {
    const { kind, from, whole, store, name, via } = this.#order;
    if (from !== undefined && !isDay(from)) {
      throw new AisleError('BAD_CALL', `${from} is no day`, 'Write the effective date as YYYY-MM-DD.');
    }
    if (kind.dates === 'day' && (whole || from !== undefined)) {
      const fix = 'Leave the effective date and `whole` out: each row has its date.';
      throw new AisleError('BAD_CALL', `${kind.name} have their own days`, fix);
    }
    this.#id = await beginImport(this.#db, { store, kind: kind.name, name, via }, this.#wall());
  }

  /** Answers the rows that were rejected. */
  async take(rows: readonly RawRow[]): Promise<Rejected[]> {
    const rejected: Rejected[] = [];
    const good: { row: CheckedRow; raw: RawRow }[] = [];
    for (const raw of rows) {
      const checked = raw.fault === undefined ? this.#checker.check(raw.value) : { field: 'line', reason: raw.fault };
      if (isFault(checked)) rejected.push({ line: raw.line, ...checked, raw: raw.raw });
      else good.push({ row: checked, raw });
    }
    const { store, kind, today, from } = this.#order;
    const order = { store, kind: kind.name, importId: this.#id, nowMs: this.#wall(), today, from, seen: this.#seen };
    const outcomes =
      good.length === 0
        ? []
        : await takeRows(
            this.#db,
            order,
            good.map(({ row }) => row),
          );
    good.forEach(({ row, raw }, i) => {
      const outcome = outcomes[i];
      if (outcome === 'again' || outcome === 'mixed') {
        rejected.push({ line: raw.line, ...twice(kind, outcome), raw: raw.raw });
      } else this.counts[outcome === 'accepted' ? 'accepted' : 'duplicates']++;
      if (this.#order.whole) this.#told.add(row.key);
    });
    const room = MOST_REJECTS - this.#rejects.length;
    const kept = rejected.slice(0, room).map(({ line, field, reason }) => ({ line, field, reason }));
    this.#rejects.push(...kept);
    await keepRejects(this.#db, this.#id, kept);
    this.counts.rejected += rejected.length;
    return rejected.sort((a, b) => a.line - b.line);
  }

  async done(): Promise<ReferenceTaken> {
    const ended = this.#order.whole ? await this.#endOthers() : 0;
    await endImport(this.#db, this.#id, this.counts, this.#wall());
    const rejects = this.#rejects.toSorted((a, b) => a.line - b.line);
    return { import: this.#id, ...this.counts, ended, ignored: [...this.#checker.ignored], rejects };
  }

  async failed(error: Error): Promise<void> {
    await endImport(this.#db, this.#id, this.counts, this.#wall(), error.message);
  }

  /** Nothing ends where a row was rejected: it may be the very one, with a slip in it. */
  async #endOthers(): Promise<number> {
    if (this.counts.rejected > 0 || this.#told.size === 0) return 0;
    const { store, kind, today, from } = this.#order;
    const order = { store, kind: kind.name, importId: this.#id, nowMs: this.#wall(), today, from, seen: this.#seen };
    const current = await asOf(this.#db, { store, kind: kind.name, date: from ?? today });
    return endOthers(this.#db, order, current, this.#told);
  }
}

function twice({ key, dates }: ReferenceKind, how: 'again' | 'mixed'): { field: string; reason: string } {
  const known = [...key, dates === 'day' ? 'date' : 'from'].join(', ');
  const reason = how === 'again' ? `with other content (${known})` : 'once with `from` and once without';
  return { field: key[0] ?? 'date', reason: `comes twice in this import, ${reason}` };
}
