import type { TSchema } from 'typebox';
import type { ReferenceKindName, ReferenceRow } from '../../models/contract/reference-rows.ts';
import type { Site } from '../../models/contract/site.ts';

/** The schema of an object with these fields. */
export type RowSchema = TSchema & {
  properties: Record<string, TSchema & { type?: string; pattern?: string }>;
  required?: readonly string[];
  description?: string;
};

export interface Fault {
  field: string;
  reason: string;
}

/**
 * A kind of reference data. A row is known by its `key` and its place in time:
 * - `effective`: from the day in its `from` on, until `to` or until a later row of the same key; without `from` since
 *   ever, and where the key is known already from the day of the import.
 * - `day`: it is about the day in its `date` alone.
 */
export interface ReferenceKind<K extends ReferenceKindName = ReferenceKindName> {
  name: K;
  row: RowSchema;
  key: readonly (keyof ReferenceRow<K> & string)[];
  dates: 'effective' | 'day';
  /** Why a column must not come in at all, whatever it holds. */
  refuses?(column: string): string | undefined;
  /** Fills in what follows from other fields, before the row is checked. */
  complete?(row: Record<string, unknown>): void;
  /** What no schema can say; `site` is undefined where nobody knows the store's. */
  fault?(row: ReferenceRow<K>, site: Site | undefined): Fault | undefined;
  /** The rows of a JSON document of another shape than a list; undefined where it is none that this kind knows. */
  unpack?(document: unknown): unknown[] | undefined;
}

/** The days of a row are in order. */
export const daysInOrder = ({ from, to }: { from?: string; to?: string }): Fault | undefined =>
  from !== undefined && to !== undefined && to < from
    ? { field: 'to', reason: `${to} is before its first day, ${from}` }
    : undefined;
