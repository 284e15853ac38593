import Type, { type Static, type TObject, type TProperties } from 'typebox';
import { Id } from './ids.ts';

/**
 * What a store's other systems know and the models need: a row each of thirteen kinds. The names of the fields are the
 * columns of a CSV. Money is in the store's currency with its decimals (1.99) unless `currency` says otherwise.
 */
const row = <P extends TProperties>(properties: P, description: string): TObject<P> =>
  Type.Object(properties, { additionalProperties: false, description });
const maybe = Type.Optional;

export const DAY_PATTERN = '^\\d{4}-\\d{2}-\\d{2}$';
/** A business day of the store, e.g. 2026-03-29. */
export const Day = Type.String({ pattern: DAY_PATTERN, description: 'business day, YYYY-MM-DD' });
const Clock = Type.String({
  pattern: '^([01]\\d|2[0-3]):[0-5]\\d$|^24:00$',
  description: "HH:MM on the store's clock",
});
const Text = Type.String({ minLength: 1, maxLength: 200 });
const Code = Type.String({ minLength: 1, maxLength: 64 });
const Currency = Type.String({ pattern: '^[A-Z]{3}$', description: 'ISO 4217' });
const Amount = Type.Number({ minimum: 0, maximum: 1e9 });
const Units = Type.Number({ minimum: -1e9, maximum: 1e9, description: 'units of sale; kg where it is sold by weight' });
const Share = Type.Number({ minimum: 0, maximum: 1 });
const Days = Type.Number({ minimum: 0, maximum: 3650, description: 'days' });

/** What is in effect from a day on: until `to` (that day with it), or until a later row of the same key. */
const effective = {
  from: maybe(Type.String({ ...Day, description: 'first business day; left out: see the import' })),
  to: maybe(Type.String({ ...Day, description: 'last business day; left out: open-ended' })),
};

export const Product = row(
  {
    sku: Code,
    gtin: maybe(Type.String({ pattern: '^(\\d{8}|\\d{12,14})$', description: 'with its check digit' })),
    name: maybe(Text),
    category: maybe(Type.String({ ...Text, description: 'a path: Food/Dairy/Milk' })),
    department: maybe(Text),
    price: maybe(Amount),
    cost: maybe(Type.Number({ ...Amount, description: 'what a unit costs the store' })),
    currency: maybe(Currency),
    casePack: maybe(Type.Number({ exclusiveMinimum: 0, maximum: 1e6, description: 'units a case' })),
    shelfLifeDays: maybe(Days),
    supplier: maybe(Code),
    leadDays: maybe(Type.Number({ ...Days, description: 'from order to delivery; else as its supplier has it' })),
    ...effective,
  },
  'A product as the store sells it.',
);

const Weekdays = Type.Array(Type.Integer({ minimum: 1, maximum: 7 }), {
  maxItems: 7,
  description: 'weekdays, 1 is Monday; in a CSV with spaces between them',
});
export const Supplier = row(
  {
    supplier: Code,
    name: maybe(Text),
    leadDays: maybe(Type.Number({ ...Days, description: 'mean time from order to delivery' })),
    leadSdDays: maybe(Type.Number({ ...Days, description: 'its standard deviation' })),
    orderDays: maybe(Weekdays),
    deliveryDays: maybe(Weekdays),
    minOrderUnits: maybe(Amount),
    minOrderValue: maybe(Amount),
    currency: maybe(Currency),
    ...effective,
  },
  'Who delivers, how long it takes and what is the least order. `leadDays` or `deliveryDays` must be told.',
);

export const Delivery = row(
  {
    date: Day,
    sku: Code,
    units: Units,
    supplier: maybe(Code),
    ordered: maybe(Type.String({ ...Day, description: 'when it was ordered' })),
    delivery: maybe(Type.String({ ...Code, description: 'number of the delivery note, where a day has several' })),
    cost: maybe(Type.Number({ ...Amount, description: 'of a unit' })),
  },
  'What came into the store.',
);

export const Order = row(
  {
    date: Day,
    sku: Code,
    units: Units,
    supplier: maybe(Code),
    expected: maybe(Type.String({ ...Day, description: 'when it is to come' })),
    order: maybe(Type.String({ ...Code, description: 'number of the order, where a day has several' })),
  },
  'What was ordered.',
);

export const Stock = row(
  { date: Day, sku: Code, units: Units, place: maybe(Type.Enum(['store', 'shelf', 'back'])) },
  'Book stock at the end of a day.',
);

export const Facing = row(
  {
    zone: maybe(Type.String({ ...Id, description: 'the zone in front of the fixture, as in the site' })),
    shelf: maybe(Type.String({ ...Id, description: 'the shelf that a camera looks at, as in the site' })),
    bay: maybe(Code),
    level: maybe(Type.Integer({ minimum: 0, maximum: 100, description: 'board, counted from the floor' })),
    facing: maybe(Code),
    sku: Code,
    facings: maybe(Type.Integer({ minimum: 1, maximum: 10_000 })),
    capacity: maybe(Type.Integer({ minimum: 1, maximum: 1_000_000, description: 'units that fit' })),
    ...effective,
  },
  'Where a product stands. `zone` or `shelf` must be told.',
);

export const Price = row(
  { sku: Code, price: Amount, currency: maybe(Currency), ...effective },
  'A price at the shelf.',
);

export const Promotion = row(
  {
    id: Code,
    sku: Code,
    from: Day,
    to: Day,
    kind: maybe(Type.Enum(['price', 'feature', 'display'])),
    depth: maybe(Type.Number({ ...Share, description: 'share that the price is lowered by' })),
    price: maybe(Type.Number({ ...Amount, description: 'while it lasts' })),
    feature: maybe(Type.Boolean({ description: 'told of outside of the store' })),
    display: maybe(Type.Boolean({ description: 'shown at a place of its own' })),
    place: maybe(Type.String({ ...Id, description: 'zone of that place' })),
    campaign: maybe(Code),
  },
  'A product on promotion.',
);

export const Campaign = row(
  {
    campaign: Code,
    name: maybe(Text),
    from: Day,
    to: Day,
    channel: maybe(Text),
    budget: maybe(Amount),
    currency: maybe(Currency),
  },
  'What several promotions belong to, or an advertisement without any.',
);

export const Weather = row(
  {
    date: Day,
    hour: maybe(
      Type.Integer({ minimum: 0, maximum: 23, description: "by the store's clock; left out: the whole day" }),
    ),
    temperatureC: maybe(Type.Number({ minimum: -90, maximum: 70 })),
    warmerThanUsualC: maybe(Type.Number({ minimum: -60, maximum: 60 })),
    rain: maybe(Type.Boolean()),
    rainMm: maybe(Type.Number({ minimum: 0, maximum: 2000 })),
    snowCm: maybe(Type.Number({ minimum: 0, maximum: 2000 })),
    windMS: maybe(Type.Number({ minimum: 0, maximum: 150, description: 'metres a second' })),
    sunHours: maybe(Type.Number({ minimum: 0, maximum: 24 })),
    forecast: maybe(Type.Boolean({ description: 'told beforehand; what was measured replaces it' })),
  },
  'The weather of a day or an hour.',
);

export const Holiday = row(
  { date: Day, name: Text, open: maybe(Type.Boolean({ description: 'whether the store opens' })) },
  'A day that is compared with the same one of other years.',
);

export const Shift = row(
  { date: Day, start: Clock, end: Clock, area: Text, staff: Type.Number({ minimum: 0, maximum: 10_000 }) },
  'How many work in an area. Never who: no figure is about one employee.',
);

export const TARGET_METRICS = ['entries', 'transactions', 'net', 'conversion'] as const;
export const Target = row(
  {
    metric: Type.Enum(TARGET_METRICS),
    date: maybe(Type.String({ ...Day, description: 'a single day, instead of `from`' })),
    from: Day,
    to: maybe(Type.String({ ...Day, description: 'left out: `from` alone' })),
    value: Amount,
    per: maybe(
      Type.Enum(['day', 'range'], {
        description: 'day: the value is each day’s; range: that of all days, shared out by their opening hours',
      }),
    ),
  },
  'What a day or a range of days is to reach.',
);

/** Every kind by the name that it has in the API and on the command line. */
export const REFERENCE_ROWS = {
  products: Product,
  suppliers: Supplier,
  deliveries: Delivery,
  orders: Order,
  stock: Stock,
  planogram: Facing,
  prices: Price,
  promotions: Promotion,
  campaigns: Campaign,
  weather: Weather,
  holidays: Holiday,
  roster: Shift,
  targets: Target,
} as const;
export type ReferenceKindName = keyof typeof REFERENCE_ROWS;
export const REFERENCE_KINDS = Object.keys(REFERENCE_ROWS) as ReferenceKindName[];
export type ReferenceRow<K extends ReferenceKindName = ReferenceKindName> = Static<(typeof REFERENCE_ROWS)[K]>;
