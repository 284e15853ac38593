/** What is kept, why, and for how long unless the site file says otherwise (`retentionDays`). One table for all. */
export const RETENTION = {
  messages: {
    days: 30,
    what: 'the text of the messages in which cameras report; their numbers stay, so that none is counted twice',
    why: 'to find out why a figure is what it is',
  },
  minutes: {
    days: 1100,
    what: 'counts by minute of each door, zone, queue and floor, with the time that was spent there',
    why: 'figures of the day, comparison with other days and years, staffing and forecasts',
  },
  ways: {
    days: 400,
    what: 'how many went from one zone or door to another, in periods of the heat map',
    why: 'to see how people go through the store, and what a change of its layout does',
  },
  heat: {
    days: 400,
    what: 'how long people were in each cell of the floor plan and which way they went on, in periods',
    why: 'the heat map, and to compare layouts',
  },
  shelves: {
    days: 400,
    what: 'how full each facing of a shelf is',
    why: 'alerts about gaps, and orders',
  },
  events: {
    days: 400,
    what: 'when cameras were lost, came back or were moved',
    why: 'to know which figures can be trusted',
  },
  alerts: {
    days: 400,
    what: 'alerts, and who took care of them',
    why: 'to get work done and to measure how often an alert was right',
  },
  pos: {
    days: 1100,
    what: 'receipts of the tills with their lines; a loyalty number only as a keyed hash',
    why: 'conversion, sales by product, promotions and forecasts',
  },
  rosters: {
    days: 400,
    what: 'how many work in which area and when; never who',
    why: 'staffing, which repeats by the year',
  },
  reference: {
    days: 1100,
    what: 'products, prices, suppliers, orders, deliveries, stock, planogram, promotions, campaigns, weather, holidays and targets, with what they were before; what is still in effect stays',
    why: 'forecasts, promotions and comparison with other years',
  },
  imports: {
    days: 30,
    what: 'files of the tills that were taken in, lines and rows that were rejected, and what corrections replaced; a loyalty number in files of the tills as the till wrote it, elsewhere as a keyed hash',
    why: 'to mend what was rejected, and to find out why a figure has changed',
  },
} as const satisfies Record<string, { days: number; what: string; why: string }>;

/** What the program itself never deletes. */
export const KEPT_ON = {
  audit: {
    what: 'who signed in, and who changed what; rows can only be added',
    why: 'to be able to show who did something',
  },
  sums: {
    what: 'sums of sales by minute and by day',
    why: 'comparison with other years, and forecasts',
  },
  erased: {
    what: 'keyed hashes of loyalty numbers that were erased, in the data base and in a list beside it',
    why: 'so that no file of the tills and no back-up brings one back',
  },
  people: {
    what: 'users of the program with their roles, and tokens; sessions for a week at most',
    why: 'so that nobody else sees or changes anything',
  },
  notes: {
    what: 'notes of days with their writers, and what they said before',
    why: 'to know which figures can be trusted, and why one was given anew',
  },
  push: {
    what: 'addresses of browsers that asked to be told of alerts, until they ask for it no more or are gone',
    why: 'to tell them',
  },
  baskets: {
    what: 'what was bought together, where a till tells neither time nor price; no number of a card',
    why: 'to see what goes with what',
  },
} as const;

export type RetentionKind = keyof typeof RETENTION;
export const RETENTION_KINDS = Object.keys(RETENTION) as RetentionKind[];
export type RetentionDays = Partial<Record<RetentionKind, number>>;

export const daysKept = (kind: RetentionKind, site: RetentionDays = {}): number => site[kind] ?? RETENTION[kind].days;

/**
 * Up to when each kind is to be deleted: the start of the store's day that is so many days before today, by `dayStart`.
 * Never within a day: what is published of a day is decided for the whole of it, and a half of it would be published
 * otherwise than before.
 */
export function cutoffs(
  nowMs: number,
  site: RetentionDays | undefined,
  dayStart: (tMs: number) => number,
): { kind: RetentionKind; beforeMs: number }[] {
  return RETENTION_KINDS.map((kind) => ({ kind, beforeMs: dayStart(nowMs - daysKept(kind, site) * 86_400_000) }));
}
