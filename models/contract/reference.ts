import Type, { type Static, type TSchema } from 'typebox';
import { Instant } from './ids.ts';
import { Day, REFERENCE_KINDS } from './reference-rows.ts';

/** What the API says of reference data: versions with effective dates, imports and what the models still lack. */
const strict = { additionalProperties: false };
const MaybeDay = Type.Union([Day, Type.Null()]);
const MaybeInstant = Type.Union([Instant, Type.Null()]);
const Kind = Type.Enum(REFERENCE_KINDS);

/** Rows that an HTTP request may bring; larger files go through `aisle reference import`. */
export const MOST_ROWS = 5000;

export const ReferencePush = <S extends TSchema>(row: S) =>
  Type.Object(
    {
      rows: Type.Array(row, { maxItems: MOST_ROWS }),
      from: Type.Optional(
        Type.String({ ...Day, description: 'effective date of the rows that name none; see the answer of GET' }),
      ),
      whole: Type.Optional(
        Type.Boolean({ description: 'this is all there is: what is not in it ends the day before' }),
      ),
    },
    { ...strict, title: 'Rows to take in' },
  );

/** What the body of a table has no room for. */
export const ReferencePushQuery = Type.Object(
  {
    from: Type.Optional(Type.String({ ...Day, description: 'as `from` of the JSON body; for a table' })),
    whole: Type.Optional(Type.Boolean({ description: 'as `whole` of the JSON body; for a table' })),
    name: Type.Optional(
      Type.String({ minLength: 1, maxLength: 200, description: 'what the list of imports calls a table' }),
    ),
  },
  strict,
);

export const ReferenceReject = Type.Object(
  {
    line: Type.Integer({ description: 'of the file, or the place in `rows`, from 1' }),
    field: Type.String(),
    reason: Type.String(),
  },
  strict,
);
export type ReferenceReject = Static<typeof ReferenceReject>;

export const ReferenceTaken = Type.Object(
  {
    import: Type.Integer(),
    accepted: Type.Integer(),
    duplicates: Type.Integer({ description: 'known already: nothing changed' }),
    rejected: Type.Integer(),
    ended: Type.Integer({ description: 'of `whole`: what is not there any more' }),
    ignored: Type.Array(Type.String(), { description: 'columns that this kind does not have' }),
    rejects: Type.Array(ReferenceReject, { description: 'the first 1,000' }),
  },
  strict,
);
export type ReferenceTaken = Static<typeof ReferenceTaken>;

export const ReferenceQuery = Type.Object(
  {
    date: Type.Optional(Type.String({ ...Day, description: 'what was in effect on this day; else the store’s today' })),
    from: Type.Optional(Type.String({ ...Day, description: 'with `to`: whatever touches these days' })),
    to: Type.Optional(Day),
    knownAt: Type.Optional(Type.String({ description: 'RFC 3339: as it was known then' })),
    cursor: Type.Optional(Type.String({ maxLength: 1000 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: MOST_ROWS })),
  },
  strict,
);

const version = {
  key: Type.String(),
  from: Type.Union([Day, Type.Null()], { description: 'null: since ever' }),
  to: MaybeDay,
  revision: Type.Integer({ description: 'above 1: a correction of the same key and effective date' }),
  recorded: Type.String({ description: 'since when this is known' }),
};
export const ReferenceVersions = <S extends TSchema>(row: S) =>
  Type.Object(
    {
      rows: Type.Array(Type.Object({ ...version, row }, strict)),
      next: Type.Union([Type.String(), Type.Null()], { description: 'cursor of the rows behind these' }),
    },
    strict,
  );

export const ReferenceHistoryQuery = Type.Object({ kind: Kind, key: Type.String({ maxLength: 1000 }) }, strict);
export const ReferenceHistory = Type.Object(
  {
    versions: Type.Array(
      Type.Object(
        { ...version, row: Type.Union([Type.Unknown(), Type.Null()], { description: 'null: ended from then on' }) },
        strict,
      ),
    ),
  },
  strict,
);
export type ReferenceHistory = Static<typeof ReferenceHistory>;

export const ReferenceImport = Type.Object(
  {
    id: Type.Integer(),
    kind: Kind,
    name: Type.String(),
    via: Type.Enum(['command', 'push']),
    state: Type.Enum(['running', 'done', 'failed']),
    started: Instant,
    ended: MaybeInstant,
    accepted: Type.Integer(),
    duplicates: Type.Integer(),
    rejected: Type.Integer(),
    error: Type.Union([Type.String(), Type.Null()]),
  },
  strict,
);
export type ReferenceImport = Static<typeof ReferenceImport>;
export const ReferenceImports = Type.Object({ imports: Type.Array(ReferenceImport) }, strict);
export const ReferenceRejects = Type.Object(
  { rejects: Type.Array(ReferenceReject), more: Type.Boolean() },
  { ...strict, description: 'the first 1,000 of an import' },
);
export type ReferenceRejects = Static<typeof ReferenceRejects>;

/** The inputs of the models besides reference data. */
const OTHER_INPUTS = ['sales', 'traffic', 'shelves'] as const;
export const MODELS = ['forecasting', 'inventory', 'layout', 'promotion', 'staffing', 'shopper'] as const;
const Input = Type.Enum([...REFERENCE_KINDS, ...OTHER_INPUTS]);
export const Inputs = Type.Object(
  {
    inputs: Type.Array(
      Type.Object(
        {
          input: Input,
          rows: Type.Union([Type.Integer(), Type.Null()], {
            description: 'versions that were told; null: not counted',
          }),
          newest: Type.Union([Day, Type.Null()], { description: 'newest effective date, or day of sales and traffic' }),
          lastImport: MaybeInstant,
        },
        strict,
      ),
    ),
    models: Type.Array(
      Type.Object(
        {
          model: Type.Enum(MODELS),
          ready: Type.Boolean(),
          missing: Type.Array(
            Type.Object(
              {
                input: Input,
                needed: Type.Boolean({ description: 'false: it is better with it' }),
                why: Type.String(),
              },
              strict,
            ),
          ),
        },
        strict,
      ),
    ),
  },
  strict,
);
export type Inputs = Static<typeof Inputs>;
export type InputName = Inputs['inputs'][number]['input'];
export type ModelName = (typeof MODELS)[number];
