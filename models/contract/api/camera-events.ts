import Type, { type Static } from 'typebox';
import { CameraEvent } from '../event.ts';
import { Id, Instant } from '../ids.ts';
import { range, strict } from './parts.ts';

/** When cameras went away, came back or were moved. */
export const CameraEvents = Type.Object(
  {
    ...range,
    events: Type.Array(
      Type.Object(
        {
          time: Instant,
          node: Id,
          camera: Id,
          change: CameraEvent.properties.change,
          reason: CameraEvent.properties.reason,
        },
        strict,
      ),
    ),
    more: Type.Boolean({ description: 'the range holds more events than an answer does: ask for a shorter one' }),
  },
  strict,
);
export type CameraEvents = Static<typeof CameraEvents>;
