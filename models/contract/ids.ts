import Type, { type Static } from 'typebox';

/** Store, node, camera, zone, line, shelf and floor ids: safe in a topic, a path and a file name. */
export const ID_PATTERN = '^[a-z0-9-]{1,64}$';

export const Id = Type.String({ pattern: ID_PATTERN, description: 'a-z, 0-9 and -, at most 64 characters' });
export type Id = Static<typeof Id>;

/** A moment: RFC 3339 in UTC with milliseconds. */
export const Instant = Type.String({
  pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?Z$',
  description: 'RFC 3339 in UTC',
});

export const Count = Type.Integer({ minimum: 0 });
/** A correction that comes later may be negative; sums are what count. */
export const SignedCount = Type.Integer();
export const Fraction = Type.Number({ minimum: 0, maximum: 1 });
export const Seconds = Type.Number();
export const Metres = Type.Number();

export const instant = (tMs: number): string => new Date(tMs).toISOString();
