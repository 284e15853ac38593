import Type, { type Static } from 'typebox';
import { Count, Fraction, Id, Instant } from './ids.ts';

const strict = { additionalProperties: false };

/** Retained; the broker publishes `offline` as the node's last will. */
export const StateMessage = Type.Object(
  { state: Type.Union([Type.Literal('online'), Type.Literal('offline')]), time: Type.Optional(Instant) },
  strict,
);
export type StateMessage = Static<typeof StateMessage>;

/** What computes, and why nothing faster does. */
export const ProviderChoice = Type.Object(
  {
    provider: Type.String({ description: 'cpu, webgpu, cuda or tensorrt; none where no detector runs' }),
    medianMs: Type.Union([Type.Number(), Type.Null()]),
    refused: Type.Array(Type.Object({ provider: Type.String(), reason: Type.String() }, strict)),
  },
  strict,
);
export type ProviderChoice = Static<typeof ProviderChoice>;

export const CameraState = Type.Object(
  {
    camera: Id,
    kind: Type.String(),
    state: Type.Union([
      Type.Literal('starting'),
      Type.Literal('running'),
      Type.Literal('lost'),
      Type.Literal('ended'),
      Type.Literal('refused'),
    ]),
    reason: Type.Union([Type.String(), Type.Null()]),
    repeats: Type.Boolean({ description: 'the footage is a recording that begins anew at its end' }),
    framesPerSecond: Type.Number(),
    frames: Count,
    detectMs: Type.Union([Type.Number({ description: 'median of the last frames' }), Type.Null()]),
    coverage: Fraction,
    dropped: Type.Record(Type.String(), Count),
  },
  strict,
);
export type CameraState = Static<typeof CameraState>;

/** Retained: what this node is. Cameras by id, never by URL. */
export const BirthMessage = Type.Object(
  {
    version: Type.String(),
    time: Instant,
    epoch: Type.String(),
    siteRevision: Type.String(),
    clock: Type.Union([Type.Literal('wall'), Type.Literal('simulated')]),
    cameras: Type.Array(Id),
    zones: Type.Array(Id),
    lines: Type.Array(Id),
    model: Type.Union([Type.String(), Type.Null()]),
    modelNote: Type.Union([Type.String(), Type.Null()]),
    provider: ProviderChoice,
    privacy: Type.Object({ k: Type.Integer(), heatMinutes: Type.Integer() }, strict),
    footage: Type.Union([Type.Literal('camera'), Type.Literal('recording'), Type.Literal('simulated')]),
  },
  strict,
);
export type BirthMessage = Static<typeof BirthMessage>;

export const HealthMessage = Type.Object(
  {
    time: Instant,
    uptimeS: Type.Number(),
    residentBytes: Count,
    provider: ProviderChoice,
    cameras: Type.Array(CameraState),
    outbox: Type.Object(
      { waiting: Count, oldest: Type.Union([Instant, Type.Null()]), bytes: Count, lastSeq: Count },
      strict,
    ),
    restarts: Count,
    doors: Type.Optional(
      Type.Array(
        Type.Object(
          {
            line: Id,
            direction: Type.Union([Type.Literal('in'), Type.Literal('out')]),
            missedShare: Type.Number({
              description: 'share of its crossings that a door misses net; below 0: too many',
            }),
            sd: Type.Number({ minimum: 0 }),
            errs: Type.Boolean({ description: 'stands out beyond chance: look at this door' }),
          },
          strict,
        ),
      ),
    ),
  },
  strict,
);
export type HealthMessage = Static<typeof HealthMessage>;

/** Every 5 s, QoS 0, not stored: how many are where, and the counts of the bucket in progress. No positions. */
export const LiveMessage = Type.Object(
  {
    time: Instant,
    people: Count,
    zones: Type.Array(Type.Object({ zone: Id, occupancy: Count, visits: Type.Integer() }, strict)),
    lines: Type.Array(Type.Object({ line: Id, in: Type.Integer(), out: Type.Integer() }, strict)),
    bucket: Instant,
    cameras: Type.Array(CameraState),
  },
  strict,
);
export type LiveMessage = Static<typeof LiveMessage>;

/** From the gateway, after its commit: all up to `upTo`, and the ranges beyond, are stored. */
export const AckMessage = Type.Object(
  {
    epoch: Type.String(),
    upTo: Count,
    ranges: Type.Array(Type.Tuple([Type.Integer({ minimum: 1 }), Type.Integer({ minimum: 1 })])),
  },
  strict,
);
export type AckMessage = Static<typeof AckMessage>;

export const CommandMessage = Type.Object({ id: Type.String(), time: Instant, arguments: Type.Unknown() }, strict);
export const ResponseMessage = Type.Object(
  { id: Type.String(), time: Instant, ok: Type.Boolean(), result: Type.Unknown() },
  strict,
);

export const NODE_MESSAGES = {
  state: StateMessage,
  birth: BirthMessage,
  health: HealthMessage,
  live: LiveMessage,
  ack: AckMessage,
  cmd: CommandMessage,
  rsp: ResponseMessage,
} as const;
export type NodeMessageKind = keyof typeof NODE_MESSAGES;
