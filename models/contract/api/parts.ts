import Type, { type TEnum, type TOptional } from 'typebox';
import { Instant } from '../ids.ts';

/** What several answers of the gateway's API are made of. Ranges are half-open `[from, to)`, RFC 3339. */
export const strict = { additionalProperties: false };
export const Known = Type.Union([Type.Number(), Type.Null()], { description: 'null: not known' });
export const Coverage = Type.Union([Type.Number({ minimum: 0, maximum: 1 }), Type.Null()], {
  description: 'share of the time that was really seen; null: no camera reported',
});
/** Where k is above 1; left out: nothing is hidden. */
export const hidden = {
  suppressed: Type.Optional(
    Type.Boolean({ description: 'fewer than k people, or not over yet: null, though something may have been there' }),
  ),
  withheld: Type.Optional(
    Type.Boolean({ description: 'small parts are not in it, so counts and sums are lower bounds' }),
  ),
};
/** Where k is above 1, of figures about a part of the visits: why they are null, or less than all. Left out: they are whole. */
export const protection = <F extends string>(...figures: F[]) =>
  Type.Optional(
    Type.Object(
      Object.fromEntries(figures.map((figure) => [figure, Type.Optional(Type.Enum(['suppressed', 'withheld']))])) as {
        [f in F]: TOptional<TEnum<['suppressed', 'withheld']>>;
      },
      {
        ...strict,
        description:
          'parts of the visits. suppressed: null, since fewer than k were in the part or out of it; withheld: such hours are left out, so it is a lower bound',
      },
    ),
  );
/** A 95 % interval of a count. */
export const Interval = Type.Tuple([Type.Number(), Type.Number()]);
export const MaybeInterval = Type.Union([Interval, Type.Null()]);
/** Seconds of those that ended; quantiles also mind those that were cut, which are longer than what was seen of them. */
export const Durations = Type.Object({ mean: Known, p50: Known, p90: Known }, strict);
const Count = Type.Union([Type.Integer(), Type.Null()]);
export const Units = Type.Union([Type.Object({ in: Count, out: Count }, strict), Type.Null()], {
  description:
    'buying units: people who came and went on together are one; null: no node counted them, or with k above 1 too few came together',
});
export const range = { from: Instant, to: Instant };
