import type { Stream } from '../random/stream.ts';
import type { Life } from '../store/clockwork.ts';
import type { Day } from '../world/calendar.ts';

/** A group comes to the door. `key` names it for its random stream: the same whatever else happens that day. */
export interface Arrival {
  tMs: number;
  key: number;
  /** Where buyers and others come on their own accounts (`--null footfall`): which of them. */
  means?: 'buy' | 'look';
}

/** How people come and what they do: everything that a person decides is here, everything physical in `store/`. */
export interface Behaviour {
  /** The day's arrivals in order of time. */
  arrivals(day: Day, random: Stream): Arrival[];
  /** A visit from the door to the door. */
  visit(arrival: Arrival, visit: number, random: Stream): Life;
}

/** The day's arrivals out of a generator of moments: one stream of people, or two where footfall adds nothing. */
export function arrivalsOf(
  apart: boolean,
  random: Stream,
  moments: (random: Stream, who: 'all' | 'buyers' | 'others') => Arrival[],
): Arrival[] {
  if (!apart) return moments(random, 'all');
  const buyers = moments(random.sub('buyers'), 'buyers').map((a) => ({ ...a, means: 'buy' as const }));
  const others = moments(random.sub('others'), 'others').map((a) => ({
    ...a,
    key: a.key + OTHERS,
    means: 'look' as const,
  }));
  return [...buyers, ...others].sort((a, b) => a.tMs - b.tMs || a.key - b.key);
}

/** Keys of those who come without a wish to buy, where they come apart. */
const OTHERS = 1_000_000;

/** How the shop's parts weigh in a decision, common to what is known of shoppers; sources beside the figures. */
export interface Tastes {
  /** Logits of a flyer's picture and of a display at a gondola's end (Blattberg, Briesch & Fox 1995: both multiply sales). */
  feature: number;
  display: number;
  /** Elasticity of choice to facings; mean space elasticity 0.17 (Eisend 2014, 1,268 estimates). */
  space: number;
}

export const TASTES: Tastes = { feature: 0.45, display: 1, space: 0.19 };
