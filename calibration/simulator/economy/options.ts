import Type, { type Static } from 'typebox';

const strict = { additionalProperties: false };
const Span = { from: Type.Optional(Type.String()), to: Type.Optional(Type.String()) };
const Which = {
  sku: Type.Optional(Type.String()),
  category: Type.Optional(Type.String({ description: 'name of a category, e.g. Dairy 2' })),
  department: Type.Optional(Type.String({ description: 'id of a department, e.g. dairy' })),
};

/** What an action changes (`--scenario F`, JSON or YAML). All else, chance included, stays as it is. */
export const Scenario = Type.Object(
  {
    name: Type.Optional(Type.String()),
    layout: Type.Optional(
      Type.Object(
        {
          swap: Type.Optional(Type.Array(Type.Tuple([Type.String(), Type.String()]), { description: 'departments' })),
          facings: Type.Optional(Type.Array(Type.Object({ ...Which, factor: Type.Number({ minimum: 0.1 }) }, strict))),
        },
        strict,
      ),
    ),
    prices: Type.Optional(
      Type.Array(Type.Object({ ...Which, ...Span, factor: Type.Number({ exclusiveMinimum: 0 }) }, strict)),
    ),
    promotions: Type.Optional(
      Type.Union([
        Type.Literal('none'),
        Type.Object(
          {
            drop: Type.Optional(Type.Array(Type.String({ description: 'ids of planned promotions' }))),
            add: Type.Optional(
              Type.Array(
                Type.Object(
                  {
                    sku: Type.String(),
                    week: Type.Integer({ minimum: 0 }),
                    depth: Type.Number({ minimum: 0, maximum: 0.9 }),
                    feature: Type.Optional(Type.Boolean()),
                    display: Type.Optional(Type.Boolean()),
                  },
                  strict,
                ),
              ),
            ),
          },
          strict,
        ),
      ]),
    ),
    orders: Type.Optional(
      Type.Object(
        {
          safety: Type.Optional(Type.Number({ description: 'standard deviations of demand kept beyond the mean' })),
          levels: Type.Optional(Type.Record(Type.String(), Type.Number({ minimum: 0 }), { description: 'by sku' })),
        },
        strict,
      ),
    ),
    roster: Type.Optional(
      Type.Object(
        {
          tills: Type.Optional(Type.Integer({ description: 'tills more or fewer at all times' })),
          byHour: Type.Optional(Type.Record(Type.String(), Type.Integer({ minimum: 1 }))),
        },
        strict,
      ),
    ),
  },
  { ...strict, title: 'Aisle simulator scenario' },
);
export type Scenario = Static<typeof Scenario>;

/** What adds nothing in a null world. */
export const NULLS = ['footfall', 'display', 'layout'] as const;
export type Null = (typeof NULLS)[number];
