import Type, { type Static } from 'typebox';
import { Interval, Known, strict } from './api/parts.ts';
import { BUCKETS } from './api/query.ts';
import { Instant } from './ids.ts';

const Ratio = Type.Object({ value: Known, interval: Type.Union([Interval, Type.Null()]) }, strict);

export const SalesFigures = Type.Object(
  {
    transactions: Type.Union([Type.Integer(), Type.Null()], {
      description: 'sale transactions with a net above 0, all currencies; null: the tills have not told of that time',
    }),
    returns: Type.Union([Type.Integer(), Type.Null()], { description: 'receipts with something brought back' }),
    staff: Type.Union([Type.Integer(), Type.Null()], {
      description: 'of the transactions: by staff, left out of conversion',
    }),
    collected: Type.Union([Type.Integer(), Type.Null()], {
      description: 'of the transactions: bought before and fetched, left out of conversion',
    }),
    unpriced: Type.Union([Type.Integer(), Type.Null()], {
      description: 'receipts whose price is not known: they are in no other figure',
    }),
    net: Type.Union([Type.Number(), Type.Null()], {
      description: 'of the answer’s currency, what was brought back taken off',
    }),
    items: Known,
    itemsPerTransaction: Known,
    netPerTransaction: Known,
    entries: Known,
    units: Type.Union([Type.Integer(), Type.Null()], {
      description:
        'buying units that came in; null: not counted. With k above 1 entries × units per entry of the hours that publish them',
    }),
    conversion: Type.Object(Ratio.properties, {
      ...strict,
      description:
        'transactions ÷ buying units that came in one entry-to-till time before; the interval is that of the count of people',
    }),
    perPerson: Type.Object(Ratio.properties, { ...strict, description: 'the same ÷ entries of persons' }),
    netPerEntry: Type.Object(Ratio.properties, { ...strict, description: 'net ÷ entries of persons' }),
    matched: Type.Union([Type.Integer(), Type.Null()], {
      description: 'transactions in the ratios: those whose time at the doors was seen',
    }),
    coverage: Type.Union([Type.Number(), Type.Null()], {
      description: 'share of the time that all entrances were seen',
    }),
  },
  strict,
);
export type SalesFigures = Static<typeof SalesFigures>;

export const SalesAnswer = Type.Object(
  {
    from: Instant,
    to: Instant,
    bucket: Type.Enum(BUCKETS),
    currency: Type.Union([Type.String(), Type.Null()], { description: 'of the amounts: that of the most receipts' }),
    currencies: Type.Array(Type.String(), { description: 'all that were taken; ask for another one with currency=' }),
    tillsUntil: Type.Union([Instant, Type.Null()], {
      description: 'the newest receipt, and with it how far the tills are known; null: none came yet',
    }),
    entryToTill: Type.Union([Type.Object({ minutes: Type.Integer(), score: Type.Number() }, strict), Type.Null()], {
      description:
        'the measured time from door to till of the last day, by which its entries are moved (each day has its own); null: it does not stand out, nothing is moved',
    }),
    total: SalesFigures,
    points: Type.Array(Type.Object({ start: Instant, seconds: Type.Integer(), ...SalesFigures.properties }, strict)),
  },
  strict,
);
export type SalesAnswer = Static<typeof SalesAnswer>;
