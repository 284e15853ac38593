import Type, { type Static, type TSchema } from 'typebox';
import { Id, Instant } from './ids.ts';

/** What a till says. Operators are in no contract of ours: whatever names one is not read. */
const Amount = Type.Number({
  minimum: -1e13,
  maximum: 1e13,
  description: 'whole minor units where the transaction has `exponent`, else decimals of the currency',
});
export const DATE_PATTERN = '^\\d{4}-\\d{2}-\\d{2}$';
const BusinessDay = Type.String({ pattern: DATE_PATTERN, description: "the store's business day" });
const Moment = Type.String({
  maxLength: 40,
  description: "RFC 3339 with an offset, or without one in the store's time zone; there the earlier of two equal times",
});
const Text = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: '^[^\\u0000-\\u001f\\u007f]*$' });
const orNull = <T extends TSchema>(schema: T) => Type.Optional(Type.Union([schema, Type.Null()]));

export const LINE_KINDS = ['sale', 'return', 'void'] as const;
export type LineKind = (typeof LINE_KINDS)[number];
/** `void` and `training` are kept and count in no figure. */
export const RECEIPT_KINDS = ['sale', 'return', 'void', 'training'] as const;
export type ReceiptKind = (typeof RECEIPT_KINDS)[number];
export const UNITS = ['each', 'kg', 'g', 'lb', 'oz', 'l', 'm'] as const;
export type Unit = (typeof UNITS)[number];

export const PosLine = Type.Object(
  {
    line: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000, description: 'left out: its place' })),
    kind: orNull(Type.Enum(LINE_KINDS)),
    gtin: orNull(Type.String({ pattern: '^\\d{8}$|^\\d{12,14}$', description: 'with a right check digit' })),
    sku: orNull(Text(64)),
    description: orNull(Text(200)),
    quantity: Type.Number({ minimum: -1e7, maximum: 1e7, description: 'below 0 in a return' }),
    unit: orNull(Type.Enum(UNITS)),
    unitPrice: orNull(Amount),
    net: orNull(Amount),
    gross: orNull(Amount),
    discount: orNull(Amount),
    taxKind: orNull(Text(32)),
    taxRate: orNull(Type.Number({ minimum: 0, maximum: 2 })),
  },
  {
    description:
      '`net`: paid for the line after discounts, with tax where prices hold it, below 0 in a return; null: not known. `gross` = net + discount',
  },
);
export type PosLine = Static<typeof PosLine>;

const headFields = {
  store: orNull(Id),
  businessDay: orNull(BusinessDay),
  till: Text(64),
  number: Type.Union([Text(64), Type.Integer({ minimum: 0 })], {
    description: 'of the receipt; may start anew each day',
  }),
  revision: orNull(Type.Integer({ minimum: 0, maximum: 1_000_000 })),
  correction: orNull(Type.Boolean({ description: 'replaces what is stored, as a higher revision does' })),
  start: orNull(Moment),
  time: Moment,
  kind: orNull(Type.Enum(RECEIPT_KINDS)),
  currency: Type.String({ pattern: '^[A-Z]{3}$' }),
  exponent: orNull(Type.Integer({ minimum: 0, maximum: 4, description: 'decimals of the currency: 2 for EUR' })),
  loyalty: orNull(Text(128)),
  staffPurchase: orNull(Type.Boolean()),
  clickAndCollect: orNull(Type.Boolean()),
  net: orNull(Amount),
};
export const PosHead = Type.Object(headFields);
export type PosHead = Static<typeof PosHead>;

/** Fields that are not named here are not read. */
export const PosTransaction = Type.Object({
  ...headFields,
  lines: Type.Array(PosLine, { minItems: 1, maxItems: 5000 }),
});
export type PosTransaction = Static<typeof PosTransaction>;

const strict = { additionalProperties: false };
const Count = Type.Integer({ minimum: 0 });
export const PosReject = Type.Object(
  {
    line: Type.Integer({ description: 'line of the file; of a push the place of the transaction, from 1' }),
    receiptLine: Type.Union([Type.Integer(), Type.Null()]),
    field: Type.String(),
    reason: Type.String(),
  },
  strict,
);
export type PosReject = Static<typeof PosReject>;

const counts = { accepted: Count, duplicates: Count, rejected: Count };
export const PosPushBody = Type.Object({ transactions: Type.Array(PosTransaction, { maxItems: 5000 }) });
export const PosPushAnswer = Type.Object(
  { ...counts, rejects: Type.Array(PosReject, { description: 'the first 1,000' }) },
  strict,
);
export type PosPushAnswer = Static<typeof PosPushAnswer>;

/** On `aisle/1/{store}/pos/sale`: a transaction, or several with an id for the answer. */
const Name = Type.Union([Text(128), Type.Number(), Type.Null()]);
export const PosMessage = Type.Union([
  PosTransaction,
  Type.Object({ id: Type.Optional(Name), transactions: PosPushBody.properties.transactions }),
]);
export const PosAck = Type.Object(
  {
    id: Name,
    till: Type.Optional(Name),
    number: Type.Optional(Name),
    ...counts,
    rejects: Type.Array(PosReject, { maxItems: 100 }),
  },
  strict,
);
export type PosAck = Static<typeof PosAck>;

export const PosFileAnswer = Type.Object(
  {
    ...counts,
    importId: Type.Integer(),
    rejectFile: Type.Union([Type.String({ description: 'its name' }), Type.Null()]),
  },
  strict,
);
export type PosFileAnswer = Static<typeof PosFileAnswer>;

export const IMPORT_STATES = ['running', 'done', 'failed'] as const;
export const PosImport = Type.Object(
  {
    id: Type.Integer(),
    name: Type.String({ description: 'of the file, or the day of a push' }),
    via: Type.String({ description: 'command, upload, folder, push or mqtt' }),
    format: Type.String(),
    mapping: Type.Union([Type.String(), Type.Null()]),
    state: Type.Enum(IMPORT_STATES),
    started: Instant,
    ended: Type.Union([Instant, Type.Null()]),
    ...counts,
    rejectFile: Type.Union([Type.String({ description: 'its name' }), Type.Null()]),
    error: Type.Union([Type.String(), Type.Null()]),
  },
  strict,
);
export type PosImport = Static<typeof PosImport>;
export const PosImports = Type.Object({ imports: Type.Array(PosImport) }, strict);
export const PosRejects = Type.Object({ rejects: Type.Array(PosReject), more: Type.Boolean() }, strict);

/** How the clock of a till was on a business day. */
export const PosClock = Type.Object(
  {
    day: Type.String(),
    till: Type.String(),
    offsetS: Type.Integer({ description: 'seconds; above 0 the till was fast' }),
    score: Type.Number({ description: 'correlation with who was seen to leave the tills, at that offset' }),
    lead: Type.Number({ description: 'how much lower the next best offset is' }),
    receipts: Type.Integer({ minimum: 0 }),
    state: Type.Enum(['applied', 'right', 'withdrawn'] as const, {
      description: 'applied: its receipts count at the corrected time; withdrawn: somebody took that back',
    }),
    judged: Instant,
  },
  strict,
);
export type PosClock = Static<typeof PosClock>;
export const PosClocks = Type.Object({ clocks: Type.Array(PosClock) }, strict);
