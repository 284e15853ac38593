import Type, { type Static, type TSchema } from 'typebox';
import { Count, Id, Instant } from './ids.ts';

const strict = { additionalProperties: false };

/** A queue grew past its threshold, or came back under it. */
export const QueueEvent = Type.Object(
  { zone: Id, change: Type.Union([Type.Literal('long'), Type.Literal('normal')]), length: Count },
  strict,
);
/** A facing changed its state. */
export const ShelfEvent = Type.Object(
  {
    shelf: Id,
    facing: Id,
    change: Type.Union([Type.Literal('empty'), Type.Literal('low'), Type.Literal('refilled')]),
    since: Type.Optional(Instant),
  },
  { ...strict, description: '`since`: when it began, which some looks had to make sure of; where left out, at `time`' },
);
export type ShelfEvent = Static<typeof ShelfEvent>;
/** A camera went away, came back, began its footage anew, or has moved. `reason` never holds a URL. */
export const CameraEvent = Type.Object(
  {
    camera: Id,
    change: Type.Union([Type.Literal('lost'), Type.Literal('back'), Type.Literal('moved')]),
    reason: Type.String({ maxLength: 500 }),
  },
  strict,
);
export type CameraEvent = Static<typeof CameraEvent>;

export const EVENTS = { queue: QueueEvent, shelf: ShelfEvent, camera: CameraEvent } as const satisfies Record<
  string,
  TSchema
>;
export type EventKind = keyof typeof EVENTS;
export type EventData = { [K in EventKind]: { kind: K; data: Static<(typeof EVENTS)[K]> } }[EventKind];
