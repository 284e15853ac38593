import { sql } from 'kysely';
import { instant } from '../../models/contract/ids.ts';
import { type Inputs, MODELS } from '../../models/contract/reference.ts';
import { REFERENCE_KINDS, type ReferenceKindName, type ReferenceRow } from '../../models/contract/reference-rows.ts';
import type { Db } from '../store/tables.ts';
import { encoded } from './check-row.ts';
import { imports, rejects } from './imports.ts';
import { NEEDS } from './needs.ts';
import { asOf, between, history, type Version, type VersionQuery } from './versions.ts';

type Input = Inputs['inputs'][number];
type Missing = Inputs['models'];

/** What a store's other systems told, as the routes and the models read it. Days are business days of the store. */
export class Reference {
  readonly db: Db;

  constructor(db: Db) {
    this.db = db;
  }

  asOf = (query: VersionQuery & { date: string }): Promise<Version[]> => asOf(this.db, query);
  between = (query: VersionQuery & { from: string; to: string }): Promise<Version[]> => between(this.db, query);
  history = (store: string, kind: ReferenceKindName, key: string): Promise<Version[]> =>
    history(this.db, store, kind, key);
  imports = (store: string) => imports(this.db, store);
  rejects = (store: string, id: number) => rejects(this.db, store, id);

  /** Names of the holidays of a range of days, both with it. */
  async holidays(store: string, from: string, to: string): Promise<Map<string, string>> {
    const rows = await this.#between(store, 'holidays', from, to);
    return new Map(rows.map(({ date, name }) => [date, name]));
  }

  productsOf = (store: string, date: string) => this.#asOf(store, 'products', date);
  suppliersOf = (store: string, date: string) => this.#asOf(store, 'suppliers', date);
  planogramOf = (store: string, date: string) => this.#asOf(store, 'planogram', date);
  promotionsOf = (store: string, from: string, to: string) => this.#between(store, 'promotions', from, to);
  targetsOf = (store: string, date: string) => this.#asOf(store, 'targets', date);

  /** What a product costs at the shelf on a day: of its prices, else as its product row has it; undefined: not told. */
  async priceOf(store: string, sku: string, date: string): Promise<number | undefined> {
    const known = encoded(sku);
    // The key of a price is that of its product, a slash and a currency; 0 is the character behind the slash.
    const { rows } = await sql<{ key: string }>`
      select distinct key from reference
      where store = ${store} and kind = 'prices' and key >= ${`${known}/`} and key < ${`${known}0`}`.execute(this.db);
    for (const { key } of rows) {
      const [found] = await this.asOf({ store, kind: 'prices', date, key });
      if (found) return (found.row as ReferenceRow<'prices'>).price;
    }
    const [product] = await this.asOf({ store, kind: 'products', date, key: known });
    return (product?.row as ReferenceRow<'products'> | undefined)?.price;
  }

  /** What is there of each kind. */
  async inputs(store: string): Promise<Input[]> {
    const kept = await sql<{ kind: ReferenceKindName; rows: number; newest: string }>`
      select kind, count(*) as rows, max(newest) as newest from (
        select kind, key, max(valid_from) as newest from reference
        where store = ${store} group by kind, key, case when valid_to = valid_from then valid_from end
      ) as keys group by kind`.execute(this.db);
    const last = await sql<{ kind: ReferenceKindName; ended: number }>`
      select kind, max(coalesce(ended, started)) as ended from reference_import
      where store = ${store} and state <> 'failed' group by kind`.execute(this.db);
    return REFERENCE_KINDS.map((input) => {
      const found = kept.rows.find(({ kind }) => kind === input);
      const ended = last.rows.find(({ kind }) => kind === input)?.ended;
      return {
        input,
        rows: Number(found?.rows ?? 0),
        newest: found?.newest || null,
        lastImport: ended === undefined ? null : instant(Number(ended)),
      };
    });
  }

  /** What each model lacks, by what is there: of reference data, and of the inputs that the caller adds. */
  missing(inputs: readonly Input[]): Missing {
    const there = new Set(inputs.filter(({ rows }) => rows !== 0).map(({ input }) => input));
    return MODELS.map((model) => {
      const missing = NEEDS[model].filter(({ input }) => !there.has(input));
      return { model, ready: !missing.some(({ needed }) => needed), missing };
    });
  }

  async #asOf<K extends ReferenceKindName>(store: string, kind: K, date: string): Promise<ReferenceRow<K>[]> {
    // A row was held against the schema of its kind when it came in.
    return (await this.asOf({ store, kind, date })).map(({ row }) => row as ReferenceRow<K>);
  }

  async #between<K extends ReferenceKindName>(store: string, kind: K, from: string, to: string) {
    return (await this.between({ store, kind, from, to })).map(({ row }) => row as ReferenceRow<K>);
  }
}
