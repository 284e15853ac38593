import Type, { type Static } from 'typebox';
import { Instant } from './ids.ts';

const strict = { additionalProperties: false };

export const NOTE_KINDS = ['drill', 'blocked', 'refit', 'closure', 'event', 'weather', 'other'] as const;
export const NOTE_EFFECTS = ['none', 'baselines', 'figures'] as const;
const Text = Type.String({ minLength: 1, maxLength: 500, pattern: '\\S' });
const Effect = Type.Enum(NOTE_EFFECTS, {
  description:
    'none: it only stands there; baselines: the days that it touches are not compared with, and no model learns from it; figures: besides, the time counts as not seen, and every figure is given anew without it',
});

export const NoteInput = Type.Object(
  {
    from: Type.String({ description: 'RFC 3339; taken down to the whole minute' }),
    to: Type.String({ description: 'RFC 3339, not part of it; taken up to the whole minute' }),
    kind: Type.Enum(NOTE_KINDS),
    text: Text,
    effect: Effect,
  },
  strict,
);
export type NoteInput = Static<typeof NoteInput>;
export const NotePatch = Type.Partial(NoteInput, strict);
export type NotePatch = Static<typeof NotePatch>;

export const Note = Type.Object(
  {
    id: Type.String(),
    from: Instant,
    to: Instant,
    kind: Type.Enum(NOTE_KINDS),
    text: Text,
    effect: Effect,
    revision: Type.Integer({ minimum: 1 }),
    withdrawn: Type.Boolean(),
    by: Type.String({ description: 'who wrote this revision' }),
    at: Type.String({ description: 'when, by the clock on the wall' }),
  },
  strict,
);
export type Note = Static<typeof Note>;
export const Notes = Type.Object({ notes: Type.Array(Note) }, strict);
export type Notes = Static<typeof Notes>;
/** All revisions of one note, the first one first. */
export const NoteHistory = Type.Object({ revisions: Type.Array(Note) }, strict);
export type NoteHistory = Static<typeof NoteHistory>;
