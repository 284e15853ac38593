import Type, { type Static } from 'typebox';

const strict = { additionalProperties: false };

/** What a figure means. A change of its rule is a new version; what the older ones said stays in `history`. */
export const Metric = Type.Object(
  {
    id: Type.String(),
    version: Type.Integer({ minimum: 1 }),
    name: Type.String(),
    unit: Type.String(),
    definition: Type.String(),
    sure: Type.String({ description: 'how its uncertainty is told' }),
    columns: Type.Array(Type.String(), { description: 'where it stands in the exports: table.column' }),
    history: Type.Array(
      Type.Object({ version: Type.Integer(), until: Type.String(), definition: Type.String() }, strict),
    ),
  },
  strict,
);
export type Metric = Static<typeof Metric>;
export const Dictionary = Type.Object({ metrics: Type.Array(Metric) }, strict);
export type Dictionary = Static<typeof Dictionary>;
