import Type, { type Static } from 'typebox';
import { Id } from './ids.ts';
import { Day } from './reference-rows.ts';

/** Stores beside one another: each with its size and its opening hours taken into account, and with its cluster. */
const strict = { additionalProperties: false };
const Known = Type.Union([Type.Number(), Type.Null()], { description: 'null: not known' });

export const COMPARE_METRICS = ['entries', 'sales', 'conversion'] as const;
export type CompareMetric = (typeof COMPARE_METRICS)[number];
export const CompareQuery = Type.Object(
  {
    metric: Type.Enum(COMPARE_METRICS),
    from: Type.Optional(Type.String({ ...Day, description: 'first business day of each store; else seven days ago' })),
    to: Type.Optional(Type.String({ ...Day, description: 'business day behind the last; else each store’s today' })),
  },
  strict,
);

const rates = {
  value: Known,
  perM2: Type.Union([Type.Number(), Type.Null()], {
    description: 'null also where the site tells no area, and of shares',
  }),
  perOpenHour: Known,
};
export const Compare = Type.Object(
  {
    metric: Type.Enum(COMPARE_METRICS),
    stores: Type.Array(
      Type.Object(
        {
          store: Id,
          name: Type.String(),
          cluster: Type.Union([Id, Type.Null()]),
          from: Day,
          to: Day,
          ...rates,
          currency: Type.Union([Type.String(), Type.Null()], { description: 'of sales' }),
          openHours: Type.Number({ description: 'of the range, as the site has them' }),
          coverage: Type.Union([Type.Number({ minimum: 0, maximum: 1 }), Type.Null()], {
            description: 'share of the opening time in which the doors were seen; null: of sales, or nothing was seen',
          }),
          before: Type.Union([Type.Number(), Type.Null()], { description: 'the same weekdays a year ago (364 days)' }),
          change: Type.Union([Type.Number(), Type.Null()], { description: 'value ÷ before − 1' }),
          benchmark: Type.Union(
            [
              Type.Object(
                { stores: Type.Integer({ description: 'of its cluster whose value is known' }), ...rates },
                strict,
              ),
              Type.Null(),
            ],
            { description: 'medians of its cluster; null: fewer than three stores of it are known' },
          ),
        },
        strict,
      ),
    ),
    likeForLike: Type.Union(
      [
        Type.Object({ stores: Type.Integer(), value: Type.Number(), before: Type.Number(), change: Known }, strict),
        Type.Null(),
      ],
      { description: 'sums over the stores that are known in both years; null: none, several currencies, or a share' },
    ),
  },
  strict,
);
export type Compare = Static<typeof Compare>;
