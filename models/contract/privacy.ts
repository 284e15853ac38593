import Type, { type Static } from 'typebox';
import { Id } from './ids.ts';
import { ROLES } from './rights.ts';

/** What is kept of people in a store, and what is published of it, as the configuration has it now. */
const strict = { additionalProperties: false };

export const PRIVACY_DOCUMENTS = ['kept', 'dpia', 'sign', 'record'] as const;
export type PrivacyDocument = (typeof PRIVACY_DOCUMENTS)[number];

export const Privacy = Type.Object(
  {
    store: Id,
    k: Type.Integer({ description: 'as the site file says' }),
    kInForce: Type.Integer({ description: 'as it is applied: 2 counts as 3, since zeros are shown' }),
    grid: Type.Object(
      { visits: Type.String(), ways: Type.String(), heat: Type.String() },
      { ...strict, description: 'the finest place and time that each is published by' },
    ),
    nodes: Type.Array(Type.Object({ node: Id, cameras: Type.Array(Id) }, strict)),
    heatMinutes: Type.Integer({ description: 'heat and ways leave a node in periods of so many minutes' }),
    kept: Type.Array(
      Type.Object(
        {
          kind: Id,
          what: Type.String(),
          why: Type.String(),
          where: Type.String(),
          days: Type.Union([Type.Integer(), Type.Null()], { description: 'null: the program does not delete it' }),
        },
        strict,
      ),
    ),
    exempt: Type.Array(
      Type.Object(
        { figure: Type.String(), why: Type.String(), roles: Type.Array(Type.Enum(ROLES)) },
        { ...strict, description: 'published without k, to those roles' },
      ),
    ),
    never: Type.Array(Type.String(), { description: 'published to nobody, whatever k is' }),
    documents: Type.Array(Type.Enum(PRIVACY_DOCUMENTS)),
  },
  strict,
);
export type Privacy = Static<typeof Privacy>;
