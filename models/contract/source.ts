import Type, { type Static } from 'typebox';

/** Where the pictures of a camera come from, by its kind. */
const strict = { additionalProperties: false };
const Fps = Type.Number({ exclusiveMinimum: 0, maximum: 120, description: "overrides the container's frame rate" });
const Loop = Type.Boolean({ description: 'begin anew at the end; the page says that the footage repeats' });
const RealTime = Type.Boolean({ description: 'play at the speed of life (default), or as fast as possible' });

export const Source = Type.Union([
  Type.Object(
    {
      kind: Type.Literal('rtsp'),
      url: Type.String({ pattern: '^rtsps?://' }),
      transport: Type.Optional(Type.Union([Type.Literal('tcp'), Type.Literal('udp')])),
    },
    strict,
  ),
  Type.Object(
    {
      kind: Type.Literal('file'),
      path: Type.String({ minLength: 1 }),
      fps: Type.Optional(Fps),
      loop: Type.Optional(Loop),
      realTime: Type.Optional(RealTime),
    },
    strict,
  ),
  Type.Object(
    {
      kind: Type.Literal('images'),
      path: Type.String({ minLength: 1, description: 'a folder of pictures, in order of the number in their names' }),
      fps: Fps,
      loop: Type.Optional(Loop),
      realTime: Type.Optional(RealTime),
    },
    strict,
  ),
  Type.Object({ kind: Type.Literal('v4l2'), device: Type.String({ pattern: '^/dev/video[0-9]+$' }) }, strict),
  Type.Object(
    {
      kind: Type.Literal('detections'),
      path: Type.String({ minLength: 1, description: 'MOT text: recorded detections instead of pictures' }),
      fps: Fps,
      width: Type.Integer({ minimum: 1, description: 'native width in pixels' }),
      height: Type.Integer({ minimum: 1 }),
      loop: Type.Optional(Loop),
      realTime: Type.Optional(RealTime),
    },
    strict,
  ),
  Type.Object(
    {
      kind: Type.Literal('simulated'),
      seed: Type.Optional(Type.Integer()),
      speed: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 1000, description: 'times the speed of life' })),
      fps: Type.Optional(Fps),
      products: Type.Optional(Type.Integer({ minimum: 50, maximum: 20000 })),
      cameras: Type.Optional(Type.Integer({ minimum: 1, maximum: 64, description: 'cameras of the simulated store' })),
      start: Type.Optional(Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', description: 'first simulated day' })),
      warmUpDays: Type.Optional(
        Type.Integer({ minimum: 0, maximum: 60, description: 'days that pass before the first that is filmed' }),
      ),
    },
    strict,
  ),
]);
export type Source = Static<typeof Source>;
