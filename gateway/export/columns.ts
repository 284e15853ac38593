import type { TSchema } from 'typebox';

/** A column of an export: its name, what its values are, and where they stand in a row. */
export interface Column {
  name: string;
  kind: 'number' | 'time' | 'text' | 'boolean' | 'json';
  path: readonly (string | number)[];
}

interface Json {
  type?: string;
  anyOf?: Json[];
  properties?: Record<string, Json>;
  items?: Json | Json[];
  prefixItems?: Json[];
  pattern?: string;
  enum?: unknown[];
}

/**
 * The columns of rows of this schema: fields of objects within it are named `outer.inner`, the two ends of an interval
 * `.low` and `.high`, and other lists are JSON text. They come from the schema, so that an export of nothing has them too.
 */
export function columnsOf(schema: TSchema, name = '', path: readonly (string | number)[] = []): Column[] {
  return columns(schema as Json, name, path);
}

function columns(schema: Json, name: string, path: readonly (string | number)[]): Column[] {
  const inner = (key: string) => (name === '' ? key : `${name}.${key}`);
  const given = (schema.anyOf ?? []).filter((branch) => branch.type !== 'null');
  if (given.length === 1) return columns(given[0], name, path);
  if (schema.properties) {
    return Object.entries(schema.properties).flatMap(([key, of]) => columns(of, inner(key), [...path, key]));
  }
  const tuple = schema.prefixItems ?? (Array.isArray(schema.items) ? schema.items : undefined);
  if (tuple?.length === 2 && tuple.every(({ type }) => type === 'number')) {
    return ['low', 'high'].map((end, i) => ({ name: inner(end), kind: 'number', path: [...path, i] }));
  }
  return [{ name, kind: kindOf(schema), path }];
}

function kindOf({ type, pattern, enum: values, anyOf }: Json): Column['kind'] {
  if (type === 'number' || type === 'integer') return 'number';
  if (type === 'boolean') return 'boolean';
  if (type === 'string') return pattern?.startsWith('^\\d{4}-\\d{2}-\\d{2}T') ? 'time' : 'text';
  if (values?.every((value) => typeof value === 'string')) return 'text';
  if (anyOf?.every((branch) => kindOf(branch) === 'text')) return 'text';
  return 'json';
}

/** What stands in a column of a row; null where it is not known. Lists are JSON text. */
export function valueIn(row: unknown, { path, kind }: Column): string | number | boolean | null {
  let value = row;
  for (const key of path) value = (value as Record<string | number, unknown> | null | undefined)?.[key];
  if (value === undefined || value === null) return null;
  return kind === 'json' ? JSON.stringify(value) : (value as string | number | boolean);
}
