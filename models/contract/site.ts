import Type, { type Static } from 'typebox';
import { ID_PATTERN, Id } from './ids.ts';
import { Source } from './source.ts';

/** The site file: one store's floors, cameras, zones, lines and shelves. Metres; pixels of the camera's native size. */
const strict = { additionalProperties: false };
const PointM = Type.Tuple([Type.Number(), Type.Number()], { description: 'x, y in metres; origin top left, y down' });
const PointPx = Type.Tuple([Type.Number(), Type.Number()], { description: 'x, y in native pixels' });
export type PointM = Static<typeof PointM>;
const PolygonM = Type.Array(PointM, { minItems: 3, maxItems: 200 });
const PolygonPx = Type.Array(PointPx, { minItems: 3, maxItems: 200 });

const PointPair = Type.Object({ px: PointPx, m: PointM }, strict);
export type PointPair = Static<typeof PointPair>;
export const Calibration = Type.Union([
  Type.Object({ points: Type.Array(PointPair, { minItems: 4, maxItems: 1000 }) }, strict),
  Type.Object(
    { homography: Type.Array(Type.Number(), { minItems: 9, maxItems: 9, description: 'row-major, px → m' }) },
    strict,
  ),
]);
export type Calibration = Static<typeof Calibration>;

export const Camera = Type.Object(
  {
    id: Id,
    floor: Id,
    source: Source,
    fps: Type.Number({ exclusiveMinimum: 0, maximum: 120, default: 10, description: 'looked at, at most' }),
    lens: Type.Optional(Type.Object({ k1: Type.Number() }, strict)),
    calibration: Calibration,
  },
  strict,
);
export type Camera = Static<typeof Camera>;

/** Each zone and line is counted by one camera, so that nobody is counted by two. */
const Counter = Type.String({
  pattern: ID_PATTERN,
  description: 'the camera that counts here; where it is left out, the one on the floor whose view is nearest',
});

export const ZONE_KINDS = ['area', 'queue', 'till', 'fixture', 'staff', 'entrance'] as const;
export const Zone = Type.Object(
  {
    id: Id,
    name: Type.Optional(Type.String({ maxLength: 80 })),
    floor: Id,
    kind: Type.Enum(ZONE_KINDS),
    polygon: PolygonM,
    camera: Type.Optional(Counter),
    engagedS: Type.Number({ minimum: 0, default: 10, description: 'dwell from which a visit counts as engaged' }),
    longFrom: Type.Optional(
      Type.Integer({
        minimum: 1,
        description: 'of a queue: so many waiting people are a long one, which an event says',
      }),
    ),
    tills: Type.Optional(
      Type.Array(Id, { description: 'of a queue: the till zones that serve it; where left out, those nearest to it' }),
    ),
  },
  strict,
);
export type Zone = Static<typeof Zone>;

export const LINE_ROLES = ['street', 'mall', 'internal', 'staff', 'delivery'] as const;
/** How much it takes to count a crossing: strict misses rather than counts twice, loose counts each change of side. */
export const STRICTNESS = ['strict', 'balanced', 'loose'] as const;
export const Line = Type.Object(
  {
    id: Id,
    name: Type.Optional(Type.String({ maxLength: 80 })),
    floor: Id,
    role: Type.Enum(LINE_ROLES),
    from: PointM,
    to: PointM,
    in: Type.Union([Type.Literal('right'), Type.Literal('left')], { default: 'right' }),
    camera: Type.Optional(Counter),
    strictness: Type.Enum(STRICTNESS, { default: 'balanced' }),
  },
  strict,
);
export type Line = Static<typeof Line>;

const Facing = Type.Object(
  {
    id: Id,
    sku: Type.String({ maxLength: 64 }),
    name: Type.Optional(Type.String({ maxLength: 80, description: 'what people call the product' })),
    px: PolygonPx,
    capacity: Type.Integer({ minimum: 1 }),
  },
  strict,
);
const Hours = Type.Record(
  Type.String(),
  Type.Union([Type.String(), Type.Record(Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' }), Type.String())]),
);

export const Floor = Type.Object(
  {
    id: Id,
    widthM: Type.Number({ exclusiveMinimum: 0, maximum: 1000 }),
    heightM: Type.Number({ exclusiveMinimum: 0, maximum: 1000 }),
    plan: Type.Optional(Type.String()),
    cellM: Type.Number({ minimum: 0.1, maximum: 10, default: 0.5 }),
  },
  strict,
);
export type Floor = Static<typeof Floor>;

const FloorArea = Type.Object({ floor: Id, polygon: PolygonM }, strict);

/** Who is left out of the counts. */
const People = Type.Object(
  {
    staffTillS: Type.Optional(
      Type.Number({ exclusiveMinimum: 0, description: 'whoever is longer at a till in one go is staff; default 900' }),
    ),
    stillS: Type.Optional(
      Type.Number({ exclusiveMinimum: 0, description: 'what does not stir for so long is a thing; default 300' }),
    ),
  },
  strict,
);

/** How long the gateway keeps what; where a kind is left out, as models/privacy/retention.ts says. */
const Days = Type.Optional(Type.Integer({ minimum: 1, maximum: 36_500 }));
const RetentionDays = Type.Object(
  {
    messages: Days,
    minutes: Days,
    ways: Days,
    heat: Days,
    shelves: Days,
    events: Days,
    alerts: Days,
    imports: Days,
    pos: Days,
    rosters: Days,
    reference: Days,
  },
  { ...strict, description: 'days that the gateway keeps each kind of data' },
);

export const PROVIDERS = ['auto', 'tensorrt', 'cuda', 'webgpu', 'cpu'] as const;

export const Site = Type.Object(
  {
    version: Type.Literal(1),
    store: Id,
    name: Type.Optional(Type.String({ maxLength: 80 })),
    region: Type.Optional(Id),
    cluster: Type.Optional(Id),
    areaM2: Type.Optional(Type.Number({ exclusiveMinimum: 0 })),
    timeZone: Type.String({ default: 'UTC' }),
    hours: Type.Optional(Hours),
    floors: Type.Array(Floor, { minItems: 1 }),
    connectors: Type.Array(Type.Object({ id: Id, from: FloorArea, to: FloorArea }, strict), { default: [] }),
    nodes: Type.Array(Type.Object({ id: Id, cameras: Type.Array(Id) }, strict), { minItems: 1 }),
    cameras: Type.Array(Camera, { default: [] }),
    zones: Type.Array(Zone, { default: [] }),
    lines: Type.Array(Line, { default: [] }),
    shelves: Type.Array(Type.Object({ id: Id, camera: Id, facings: Type.Array(Facing) }, strict), { default: [] }),
    detector: Type.Object(
      {
        model: Type.String({ default: 'auto' }),
        minScore: Type.Number({ minimum: 0, maximum: 1, default: 0.1 }),
        provider: Type.Enum(PROVIDERS, { default: 'auto' }),
      },
      { ...strict, default: {} },
    ),
    tracker: Type.Object({ kind: Type.String({ default: 'byte-track' }) }, { default: {} }),
    people: Type.Optional(People),
    privacy: Type.Object(
      {
        k: Type.Integer({ minimum: 1, maximum: 1000, default: 5 }),
        heatMinutes: Type.Integer({ minimum: 1, maximum: 60, default: 15 }),
      },
      { ...strict, default: {} },
    ),
    retentionDays: Type.Optional(RetentionDays),
    mqtt: Type.Object(
      { url: Type.String({ pattern: '^mqtts?://', default: 'mqtt://127.0.0.1:1883' }) },
      { ...strict, default: {} },
    ),
  },
  { ...strict, title: 'Aisle site file' },
);
export type Site = Static<typeof Site>;
