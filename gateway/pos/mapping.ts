import Type, { type Static, type TSchema } from 'typebox';

const strict = { additionalProperties: false };
const Column = Type.String({ minLength: 1, maxLength: 200 });
const Translation = Type.Optional(
  Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Boolean()])),
);

/** Where a field comes from: a column, several with a space between them, several added, or the same in every line. */
const From = Type.Union([
  Column,
  Type.Object({ column: Column, map: Translation, prefix: Type.Optional(Type.String({ maxLength: 32 })) }, strict),
  Type.Object({ columns: Type.Array(Column, { minItems: 2, maxItems: 4 }) }, strict),
  Type.Object({ sum: Type.Array(Column, { minItems: 1, maxItems: 8 }) }, strict),
  Type.Object({ value: Type.Union([Type.String(), Type.Number(), Type.Boolean()]) }, strict),
]);
export type From = Static<typeof From>;
const from = <T extends TSchema>(schema: T) => Type.Optional(schema);

const FIELDS = [
  ...(['store', 'businessDay', 'till', 'number', 'revision', 'correction', 'start', 'time', 'kind'] as const),
  ...(['currency', 'loyalty', 'staffPurchase', 'clickAndCollect'] as const),
  ...(['line', 'lineKind', 'gtin', 'sku', 'description', 'quantity', 'unit', 'unitPrice'] as const),
  ...(['net', 'gross', 'discount', 'taxKind', 'taxRate'] as const),
] as const;
export type Field = (typeof FIELDS)[number];

/** How a CSV file is read: of what its columns are, in the words of the contract (models/contract/pos.ts). */
export const Mapping = Type.Object(
  {
    version: Type.Literal(1),
    kind: Type.Optional(Type.Enum(['lines', 'baskets'] as const)),
    description: Type.Optional(Type.String()),
    delimiter: Type.Optional(Type.String({ minLength: 1, maxLength: 1 })),
    decimal: Type.Optional(Type.Enum(['.', ','] as const)),
    encoding: Type.Optional(Type.Enum(['auto', 'utf-8', 'latin1', 'utf-16le', 'utf-16be'] as const)),
    timeZone: Type.Optional(Type.String({ description: "of times without an offset; else the store's" })),
    /** Fields whose column a file has not are left out, all but till, number, time, currency and quantity. */
    lenient: Type.Optional(Type.Boolean()),
    /** Cells that hold nothing. */
    nothing: Type.Optional(Type.Array(Type.String())),
    /** Lines that are none, with the reason. */
    reject: Type.Optional(
      Type.Array(Type.Object({ column: Column, equals: Type.String(), reason: Type.String() }, strict)),
    ),
    /** What a store's own barcodes hold. */
    variable: Type.Optional(
      Type.Array(
        Type.Object(
          {
            prefix: Type.String({ pattern: '^2\\d$' }),
            holds: Type.Enum(['price', 'weight'] as const),
            decimals: Type.Integer({ minimum: 0, maximum: 5 }),
            verifier: Type.Optional(Type.Boolean()),
          },
          strict,
        ),
      ),
    ),
    fields: Type.Optional(
      Type.Object(
        Object.fromEntries(FIELDS.map((name) => [name, from(From)])) as unknown as Record<Field, typeof From>,
        strict,
      ),
    ),
  },
  strict,
);
export type Mapping = Omit<Static<typeof Mapping>, 'fields'> & { fields?: Partial<Record<Field, From>> };

export interface NamedMapping {
  name: string;
  mapping: Mapping;
}

/** The columns that a mapping reads. */
export function columnsOf(mapping: Mapping): string[] {
  const columns = Object.values(mapping.fields ?? {}).flatMap((it) => {
    if (typeof it === 'string') return [it];
    if ('column' in it) return [it.column];
    return 'columns' in it ? it.columns : 'sum' in it ? it.sum : [];
  });
  return [...new Set([...columns, ...(mapping.reject ?? []).map((it) => it.column)])];
}
