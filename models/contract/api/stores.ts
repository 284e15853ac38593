import Type, { type Static } from 'typebox';
import { Id } from '../ids.ts';
import { LINE_ROLES, Line, ZONE_KINDS, Zone } from '../site.ts';
import { strict } from './parts.ts';

export const StoreSummary = Type.Object(
  {
    store: Id,
    name: Type.String(),
    region: Type.Union([Id, Type.Null()]),
    cluster: Type.Union([Id, Type.Null()], { description: 'stores that are compared with one another' }),
    timeZone: Type.String(),
    siteRevision: Type.String(),
    clock: Type.Enum(['wall', 'simulated']),
    now: Type.String({ description: "the store's own time, with offset" }),
  },
  strict,
);
export type StoreSummary = Static<typeof StoreSummary>;
export const Stores = Type.Object({ stores: Type.Array(StoreSummary) }, strict);

/** The plan as the page draws it, and what it must say beside it. */
export const StoreDetail = Type.Object(
  {
    ...StoreSummary.properties,
    floors: Type.Array(
      Type.Object({ id: Id, widthM: Type.Number(), heightM: Type.Number(), cellM: Type.Number() }, strict),
    ),
    zones: Type.Array(
      Type.Object(
        { id: Id, name: Type.String(), floor: Id, kind: Type.Enum(ZONE_KINDS), polygon: Zone.properties.polygon },
        strict,
      ),
    ),
    lines: Type.Array(
      Type.Object(
        {
          id: Id,
          name: Type.String(),
          floor: Id,
          role: Type.Enum(LINE_ROLES),
          from: Line.properties.from,
          to: Line.properties.to,
          in: Line.properties.in,
        },
        strict,
      ),
    ),
    privacy: Type.Object({ k: Type.Integer(), heatMinutes: Type.Integer() }, strict),
    footage: Type.Enum(['camera', 'recording', 'simulated', 'none']),
    notices: Type.Array(Type.String(), { description: 'what a reader of the numbers must know' }),
  },
  strict,
);
export type StoreDetail = Static<typeof StoreDetail>;
