import { COUNTED, type Entry, EXACT, interval } from './entry.ts';

/** The day so far, and stores beside one another. */
export const dayEntries: readonly Entry[] = [
  {
    ...{ id: 'inside', name: 'People in the store', unit: 'people' },
    definition:
      'Those who have come in and not gone out, in view or not: the balance of the doors and of who is in view, in the newest minute.',
    sure: '95 % interval of the balance',
    columns: ['today.inside.people', ...interval('today.inside.interval')],
  },
  {
    ...{ id: 'people-now', name: 'People in view now', unit: 'people', sure: 'exact for what is in view' },
    definition: 'The sum of what each node said last, every 5 s.',
    columns: ['today.peopleNow.value'],
  },
  {
    ...{ id: 'people-on-floor', name: 'People on the floor', unit: 'people', sure: EXACT },
    definition: 'Mean over the time seen, and the greatest number at any moment of it; floors and nodes are added.',
    columns: ['today.averageOnFloor.value', 'today.averageOnFloor.max'],
  },
  {
    ...{ id: 'left-out', name: 'Left out', unit: 's', sure: EXACT },
    definition:
      'Seconds of staff and of things that look like people, which are in no other figure. Those of staff are withheld where they may be those of one person.',
    columns: ['today.leftOut.staffS', 'today.leftOut.stillS'],
  },
  {
    ...{ id: 'targets', name: 'Targets', unit: 'as the metric', sure: 'as the metric' },
    definition: 'What was set for the whole day as reference data, and what has come of it so far.',
    columns: ['today-targets.value', 'today-targets.actual'],
  },
  {
    ...{ id: 'compared', name: 'Stores compared', unit: 'as the metric', sure: COUNTED },
    definition:
      'Entries, net sales or conversion of a store over its business days; per square metre of its area, and per hour of its opening hours in the range. A benchmark is the median of the stores of its cluster that are known, three or more.',
    columns: [
      ...['compare.value', 'compare.perM2', 'compare.perOpenHour', 'compare.openHours', 'compare.benchmark.stores'],
      ...['compare.benchmark.value', 'compare.benchmark.perM2', 'compare.benchmark.perOpenHour'],
    ],
  },
  {
    ...{ id: 'year-before', name: 'Against a year ago', unit: 'as the metric, share', sure: COUNTED },
    definition:
      'The same weekdays 364 days before, and value ÷ before − 1. Like for like: sums over the stores that are known in both years.',
    columns: [
      ...['compare.before', 'compare.change', 'like-for-like.stores', 'like-for-like.value'],
      ...['like-for-like.before', 'like-for-like.change'],
    ],
  },
];
