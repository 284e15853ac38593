import type { Facts } from '../facts.ts';
import * as f from '../facts.ts';
import { days, type Fact } from './fact.ts';

const weekdayShare = (facts: Facts, weekday: number) => {
  const all = days(facts).filter((d) => d.its.length > 0);
  const mean = (list: typeof all) => f.mean(list.map((d) => d.its.length));
  return mean(all.filter((d) => d.day.weekday === weekday)) / mean(all);
};

const peakHour = (counts: readonly number[]) => 8 + counts.indexOf(Math.max(...counts));

/** People in time. */
export const ARRIVALS: readonly Fact[] = [
  {
    fact: 'Saturdays over the mean day',
    band: [1.02, 1.5],
    source: 'trade figures: Friday and Saturday are the strongest days',
    of: (x) => weekdayShare(x, 6),
  },
  {
    fact: 'Fridays over the mean day',
    band: [1.02, 1.45],
    source: 'trade figures: Friday and Saturday are the strongest days',
    of: (x) => weekdayShare(x, 5),
  },
  {
    fact: 'Tuesdays over the mean day',
    band: [0.7, 0.97],
    source: 'trade figures: Tuesday is the weakest day',
    of: (x) => weekdayShare(x, 2),
  },
  {
    fact: 'busiest hour of a working day',
    band: [16, 18],
    source: 'time-use surveys: after work',
    of: (x) => peakHour(f.byHour(days(x), (d) => d < 6)),
  },
  {
    fact: 'busiest hour of a Saturday',
    band: [10, 13],
    source: 'time-use surveys: late morning',
    of: (x) => peakHour(f.byHour(days(x), (d) => d === 6)),
  },
  {
    fact: 'first hour over the busiest',
    band: [0.2, 0.6],
    source: 'time-use surveys',
    of: (x) => {
      const h = f.byHour(days(x), (d) => d < 6);
      return h[0] / Math.max(...h);
    },
  },
  {
    fact: 'dispersion of arrivals in 5 minutes',
    band: [0.85, 1.15],
    source: 'Poisson: 1',
    only: 'lists',
    of: (x) => f.dispersion(days(x)),
  },
  {
    fact: 'dispersion of arrivals in 5 minutes',
    band: [1.5, 6],
    source: 'clustered arrivals: over 1 (Neyman & Scott 1958)',
    only: 'crowds',
    of: (x) => f.dispersion(days(x)),
  },
];
