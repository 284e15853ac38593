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
    const { rows } = await sql<{ kind: ReferenceKindName; accepted: number; ended: number }>`
      select kind, sum(accepted) as accepted, max(coalesce(ended, started)) as ended from reference_import
      where store = ${store} group by kind`.execute(this.db);
    const told = rows.map(async ({ kind, accepted, ended }): Promise<Input> => {
      const lastImport = instant(Number(ended));
      return { input: kind, rows: Number(accepted), newest: await this.#newest(store, kind), lastImport };
    });
    const inputs = new Map((await Promise.all(told)).map((input) => [input.input, input]));
    return REFERENCE_KINDS.map((input) => inputs.get(input) ?? { input, rows: 0, newest: null, lastImport: null });
  }

  /** What each model lacks, by what is there: of reference data, and of the inputs that the caller adds. */
  missing(inputs: readonly Input[]): Missing {
    const there = new Set(inputs.filter(({ rows }) => rows !== 0).map(({ input }) => input));
    return MODELS.map((model) => {
      const missing = NEEDS[model].filter(({ input }) => !there.has(input));
      return { model, ready: !missing.some(({ needed }) => needed), missing };
    });
  }

  /** One look into the index. */
  async #newest(store: string, kind: ReferenceKindName): Promise<string | null> {
    const found = await this.db
      .selectFrom('reference')
      .select((eb) => eb.fn.max('valid_from').as('newest'))
      .where('store', '=', store)
      .where('kind', '=', kind)
      .executeTakeFirst();
    return found?.newest || null;
  }

  async #asOf<K extends ReferenceKindName>(store: string, kind: K, date: string): Promise<ReferenceRow<K>[]> {
    // A row was held against the schema of its kind when it came in.
    return (await this.asOf({ store, kind, date })).map(({ row }) => row as ReferenceRow<K>);
  }

  async #between<K extends ReferenceKindName>(store: string, kind: K, from: string, to: string) {
    return (await this.between({ store, kind, from, to })).map(({ row }) => row as ReferenceRow<K>);
  }
}
