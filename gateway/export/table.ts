import type { Static, TSchema } from 'typebox';
import { Instant } from '../../models/contract/ids.ts';

/** Rows made of the answer of a route, so that what is exported is what is shown. */
export interface ExportTable {
  name: string;
  /** Below `/api/v1/stores/{store}/`, or below `/api/v1/` where it is of the gateway. `{zone}` and `{id}` stand for those of the query. */
  path: string;
  of: 'store' | 'gateway';
  row: TSchema;
  rows(answer: unknown): Iterable<unknown>;
  /** The parameter of the route by which the `next` of an answer is asked for; left out: there is one answer. */
  next?: 'cursor' | 'before';
}

/** A table of a store. */
export const table = <A extends TSchema>(
  name: string,
  _answer: A,
  row: TSchema,
  rows: (answer: Static<A>) => Iterable<unknown>,
  path = name,
): ExportTable => ({
  ...{ name, path, row, of: 'store' },
  rows: (given: unknown) => rows(given as Static<A>),
});

/** A table that is of no one store. */
export const gatewayTable = <A extends TSchema>(
  name: string,
  answer: A,
  row: TSchema,
  rows: (answer: Static<A>) => Iterable<unknown>,
  path = name,
): ExportTable => ({ ...table(name, answer, row, rows, path), of: 'gateway' });

/** The fields of the items of a list in an answer. */
export const itemsOf = (list: TSchema): Record<string, TSchema> =>
  (list as unknown as { items: { properties: Record<string, TSchema> } }).items.properties;
export const range = { from: Instant, to: Instant };
