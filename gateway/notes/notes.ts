import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { AisleError } from '../../models/contract/errors.ts';
import { instant } from '../../models/contract/ids.ts';
import type { Note } from '../../models/contract/notes.ts';
import { keptWithin } from '../rollups/kept.ts';
import { KEPT_OF_NOTES } from '../rollups/kinds.ts';
import type { Span } from '../store/store.ts';
import type { Db, Tables } from '../store/tables.ts';

const HOUR_MS = 3_600_000;

/** What a note says; times in UTC milliseconds, half-open. */
export interface NoteContent {
  fromMs: number;
  toMs: number;
  kind: Note['kind'];
  text: string;
  effect: Note['effect'];
}
export interface Writer {
  by: string;
  atMs: number;
}

/** Notes of all stores. Nothing is ever overwritten: a change and a withdrawal are revisions of their own. */
export class NoteBook {
  readonly #db: Db;
  /** Notes of each store that blank out time: every figure asks for them. Only this process writes notes. */
  readonly #blanks = new Map<string, Promise<Tables['note'][]>>();

  constructor(db: Db) {
    this.#db = db;
  }

  async add(store: string, content: NoteContent, writer: Writer): Promise<Note> {
    return this.#write({ id: uuidv7(), revision: 1, store, withdrawn: 0 }, content, writer, content);
  }

  /** Throws NOT_FOUND where the store has no such note, or it is withdrawn; STORE_BUSY where somebody was faster. */
  async change(store: string, id: string, change: Partial<NoteContent>, writer: Writer): Promise<Note> {
    return this.#revise(store, id, change, false, writer);
  }

  async withdraw(store: string, id: string, writer: Writer): Promise<Note> {
    return this.#revise(store, id, {}, true, writer);
  }

  /** The newest revision of each note that touches the span, withdrawn ones left out, in order of their beginning. */
  async notes(span: Span): Promise<Note[]> {
    return (await this.#current(span)).map(noteOf);
  }

  /** Every revision, the first one first; empty where the store has no such note. */
  async history(store: string, id: string): Promise<Note[]> {
    const rows = await this.#db
      .selectFrom('note')
      .selectAll()
      .where('store', '=', store)
      .where('id', '=', id)
      .orderBy('revision')
      .execute();
    return rows.map(noteOf);
  }

  /** Time that counts as not seen, within the span, in order and without overlap. */
  async unseen(span: Span): Promise<{ fromMs: number; toMs: number }[]> {
    const spans: { fromMs: number; toMs: number }[] = [];
    for (const { start, until } of await this.#blank(span.store)) {
      if (start >= span.toMs || until <= span.fromMs) continue;
      const [fromMs, toMs] = [Math.max(start, span.fromMs), Math.min(until, span.toMs)];
      const last = spans.at(-1);
      if (last && fromMs <= last.toMs) last.toMs = Math.max(last.toMs, toMs);
      else spans.push({ fromMs, toMs });
    }
    return spans;
  }

  #blank(store: string): Promise<Tables['note'][]> {
    const known = this.#blanks.get(store);
    if (known) return known;
    const all = this.#current({ store, fromMs: 0, toMs: Number.MAX_SAFE_INTEGER });
    const blanks = all.then((rows) => rows.filter(({ effect }) => effect === 'figures'));
    this.#blanks.set(store, blanks);
    blanks.catch(() => this.#blanks.delete(store));
    return blanks;
  }

  async #current({ store, fromMs, toMs }: Span): Promise<Tables['note'][]> {
    const { rows } = await sql<Tables['note']>`
      select n.* from note n
      where n.store = ${store} and n.start < ${toMs} and n.until > ${fromMs} and n.withdrawn = 0
        and n.revision = (select max(m.revision) from note m where m.id = n.id)
      order by n.start, n.id`.execute(this.#db);
    return rows;
  }

  async #revise(store: string, id: string, change: Partial<NoteContent>, withdraw: boolean, writer: Writer) {
    const latest = await this.#db
      .selectFrom('note')
      .selectAll()
      .where('store', '=', store)
      .where('id', '=', id)
      .orderBy('revision', 'desc')
      .limit(1)
      .executeTakeFirst();
    if (!latest || latest.withdrawn) {
      const what = latest ? `note ${id} was withdrawn` : `there is no note ${id} in ${store}`;
      throw new AisleError('NOT_FOUND', what, 'Write a new one.');
    }
    const { start, until, kind, text, effect } = latest;
    const content = { fromMs: start, toMs: until, kind, text, effect, ...change };
    const key = { id, revision: latest.revision + 1, store, withdrawn: withdraw ? 1 : 0 };
    return this.#write(key, content, writer, {
      fromMs: Math.min(start, content.fromMs),
      toMs: Math.max(until, content.toMs),
    });
  }

  async #write(
    key: Pick<Tables['note'], 'id' | 'revision' | 'store' | 'withdrawn'>,
    { fromMs, toMs, kind, text, effect }: NoteContent,
    { by, atMs }: Writer,
    touched: { fromMs: number; toMs: number },
  ): Promise<Note> {
    const row = { ...key, start: fromMs, until: toMs, kind, text, effect, author: by, written: atMs };
    // Figures widen what is left out to whole hours.
    const wrong = keptWithin(KEPT_OF_NOTES, key.store, touched.fromMs - HOUR_MS, touched.toMs + HOUR_MS);
    const { numInsertedOrUpdatedRows } = await this.#db
      .transaction()
      .execute(async (tx) => {
        await tx.deleteFrom('kept').where(wrong).execute();
        return tx
          .insertInto('note')
          .values(row)
          .onConflict((oc) => oc.doNothing())
          .executeTakeFirst();
      })
      .finally(() => this.#blanks.delete(key.store));
    // What was being made meanwhile may have read the blanks as they were.
    await this.#db.deleteFrom('kept').where(wrong).execute();
    if (numInsertedOrUpdatedRows === 1n) return noteOf(row);
    throw new AisleError(
      'STORE_BUSY',
      'somebody changed this note at the same moment',
      'Read it again, then change it.',
    );
  }
}

const noteOf = (row: Tables['note']): Note => ({
  id: row.id,
  from: instant(row.start),
  to: instant(row.until),
  kind: row.kind,
  text: row.text,
  effect: row.effect,
  revision: row.revision,
  withdrawn: row.withdrawn !== 0,
  by: row.author,
  at: instant(row.written),
});
