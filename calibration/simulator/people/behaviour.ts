import type { Stream } from '../random/stream.ts';
import type { Life } from '../store/clockwork.ts';
import type { Day } from '../world/calendar.ts';

/** A group comes to the door. `key` names it for its random stream: the same whatever else happens that day. */
export interface Arrival {
  tMs: number;
  key: number;
}

/** How people come and what they do: everything that a person decides is here, everything physical in `store/`. */
export interface Behaviour {
  /** The day's arrivals in order of time. */
  arrivals(day: Day, random: Stream): Arrival[];
  /** A visit from the door to the door. */
  visit(arrival: Arrival, visit: number, random: Stream): Life;
}

/** How the shop's parts weigh in a decision, common to what is known of shoppers; sources beside the figures. */
export interface Tastes {
  /** Logits of a flyer's picture and of a display at a gondola's end (Blattberg, Briesch & Fox 1995: both multiply sales). */
  feature: number;
  display: number;
  /** Elasticity of choice to facings; mean space elasticity 0.17 (Eisend 2014, 1,268 estimates). */
  space: number;
}

export const TASTES: Tastes = { feature: 0.45, display: 1, space: 0.19 };
