import type { Metric } from '../dictionary.ts';
import { dayEntries } from './day.ts';
import { floorEntries } from './floor.ts';
import { tillEntries } from './tills.ts';
import { workEntries } from './work.ts';

/** Every figure that is published. A test holds each numeric column of the exports against it. */
export const METRICS: readonly Metric[] = [...floorEntries, ...tillEntries, ...dayEntries, ...workEntries].map(
  (entry) => ({ version: 1, history: [], ...entry }),
);
