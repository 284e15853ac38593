import Type, { type Static } from 'typebox';

/** A setting from 0 to 1. */
export const fraction = (value: number, description: string) =>
  Type.Number({ minimum: 0, maximum: 1, default: value, description });

/** A setting in seconds. */
const seconds = (value: number, maximum: number, description: string) =>
  Type.Number({ minimum: 0, maximum, default: value, description });

/** How boxes are compared, by the names of `SIMILARITIES`. */
const similarity = Type.Union([Type.Literal('iou'), Type.Literal('height-iou'), Type.Literal('buffered-iou')], {
  default: 'buffered-iou',
  description: 'how boxes are compared',
});

/** Settings of every tracker: how tracks begin and end, and how the output is mended. */
export const lifeSettings = {
  similarity,
  birthScore: fraction(0.24, 'detections from here on may start a track'),
  confirmHits: Type.Integer({
    minimum: 1,
    default: 5,
    description: 'detections in a row that confirm a track; fewer below 7 frames a second',
  }),
  tentativeS: seconds(0.08, 5, 'a tentative track dies after this time without a detection'),
  keepS: seconds(2, 30, 'a confirmed track dies after this time without a detection'),
  stillS: seconds(40, 3600, 'what does not move for this time is a thing and left out; 0: nothing is'),
  stillTolerance: fraction(0.04, 'movement, in box heights, that counts as none'),
  smoothS: seconds(0.4, 0.5, 'width of the smoothing of boxes over time; 0: none'),
  lookBack: fraction(0.5, 'similarity from which on an earlier box of nobody is the same person; 0: never'),
  relink: Type.Union([Type.Literal('motion'), Type.Literal('appearance')], {
    default: 'motion',
    description:
      'how tracks that end and begin again become one person: by motion, or by what the person looks like too',
  }),
  lagS: seconds(1, 1, 'output is held back by this time, to mend it'),
};

const lifeObject = Type.Object(lifeSettings);
export type LifeSettings = Static<typeof lifeObject>;
