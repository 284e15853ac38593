import type { Today } from '../../models/contract/api/today.ts';
import type { Site } from '../../models/contract/site.ts';
import type { NoteBook } from '../notes/notes.ts';
import type { Reference } from '../reference/reference.ts';
import type { Store, TrafficSum } from '../store/store.ts';
import { MINUTE_MS } from './buckets.ts';
import { type Comparable, comparableDays, median } from './comparable.ts';
import { entriesAndExits, entryLines } from './entries.ts';
import { type Span, StoreDays } from './store-days.ts';

export interface ComparisonContext {
  store: Store;
  notes: NoteBook;
  reference: Reference;
}
export interface DaySoFar extends Span {
  store: string;
  site: { site: Site };
}
type Day = NonNullable<Today['comparison']>['days'][number];

/** Of the time that the store was open: a day that was seen for less says little about its entries. */
const LEAST_COVERAGE = 0.8;
const QUARTER_MS = 15 * MINUTE_MS;
/** As far back as days are looked for: twelve weeks, or three years for a holiday. */
const WEEKS_BACK_DAYS = 85;
const YEARS_BACK_DAYS = 1099;

/**
 * Entries of a calendar day so far against the median of its comparable days up to the same time of the clock. Left out
 * are days that notes exclude, days on which the store was shut, and days of which too little was seen. Null: none is left.
 */
export async function compareDay(context: ComparisonContext, range: DaySoFar): Promise<Today['comparison']> {
  const { site } = range.site;
  const { calendar, hours } = daysOf(site);
  const today = calendar.at(range.fromMs);
  const back = (days: number) => calendar.shift(today.date, -days);
  const holidays = await context.reference.holidays(range.store, back(YEARS_BACK_DAYS), today.date);
  const earliest = back(holidays.has(today.date) ? YEARS_BACK_DAYS : WEEKS_BACK_DAYS);
  const marked = await markedTime(context.notes, range.store, calendar.of(earliest)!.fromMs, today.fromMs);
  const touches = (day: Span) => marked.some((it) => it.fromMs < day.toMs && it.toMs > day.fromMs);
  const seen = new Map<string, Day>();
  const unseen = new Set<string>();
  const excluded = (date: string) => unseen.has(date) || hours.open(date)?.length === 0 || touches(calendar.of(date)!);
  const options = { holiday: (date: string) => holidays.get(date), excluded, shift: calendar.shift };
  // Whether a day was seen is asked of the few that are taken; each that was not makes room for an earlier one.
  for (;;) {
    const found = comparableDays(today.date, options);
    const asked = found.dates.filter((date) => !seen.has(date));
    if (asked.length === 0) return answer(found, seen);
    for (const date of asked) {
      const day = calendar.of(date)!;
      const toMs = range.toMs >= today.toMs ? day.toMs : calendar.sameTime(range.toMs, date);
      const span = { fromMs: day.fromMs, toMs: Math.max(day.fromMs + MINUTE_MS, toMs) };
      const figures = await daySoFar(context.store, range.store, site, span, hours.open(date));
      if (figures) seen.set(date, { date, ...figures });
      else unseen.add(date);
    }
  }
}

/** Of a site that is loaded: they remember what they looked up. */
const known = new WeakMap<Site, { calendar: StoreDays; hours: StoreDays }>();

function daysOf(site: Site): { calendar: StoreDays; hours: StoreDays } {
  const days = known.get(site) ?? { calendar: new StoreDays({ timeZone: site.timeZone }), hours: new StoreDays(site) };
  known.set(site, days);
  return days;
}

function answer({ by, dates }: Comparable, seen: ReadonlyMap<string, Day>): Today['comparison'] {
  const days = dates.map((date) => seen.get(date)!);
  if (days.length === 0) return null;
  const coverage = Math.min(...days.map((day) => day.coverage));
  return { date: days[0].date, by, entries: median(days.map(({ entries }) => entries)), coverage, days };
}

/** Entries of a span, and the share of its opening time that was seen; undefined where that is too little. */
async function daySoFar(
  store: Store,
  name: string,
  site: Site,
  span: Span,
  open: readonly Span[] = [span],
): Promise<Omit<Day, 'date'> | undefined> {
  const sums = await store.traffic({ store: name, ...span, grainMs: QUARTER_MS });
  const { entries } = entriesAndExits(site, sums, span.fromMs, span.toMs);
  const within = open.map((it) => ({ fromMs: Math.max(it.fromMs, span.fromMs), toMs: Math.min(it.toMs, span.toMs) }));
  const times = within.filter(({ fromMs, toMs }) => fromMs < toMs);
  const coverage = openCoverage(site, sums, times.length > 0 ? times : [span]);
  return entries.value === null || coverage < LEAST_COVERAGE ? undefined : { entries: entries.value, coverage };
}

/** Share of the opening time in which the store's doors were seen; hours are taken to the quarter. */
export function openCoverage(site: Site, sums: readonly TrafficSum[], open: readonly Span[]): number {
  const lines = entryLines(site);
  const openS = open.reduce((sum, { fromMs, toMs }) => sum + (toMs - fromMs) / 1000, 0) * lines.length;
  const isOpen = (slot: number) => open.some(({ fromMs, toMs }) => slot + QUARTER_MS > fromMs && slot < toMs);
  const seenS = sums
    .filter(({ line, slot }) => lines.includes(line) && isOpen(slot))
    .reduce((sum, it) => sum + it.seenS, 0);
  return openS > 0 ? Math.min(1, seenS / openS) : 0;
}

async function markedTime(notes: NoteBook, store: string, fromMs: number, toMs: number): Promise<Span[]> {
  const found = await notes.notes({ store, fromMs, toMs });
  return found
    .filter(({ effect }) => effect !== 'none')
    .map(({ from, to }) => ({ fromMs: Date.parse(from), toMs: Date.parse(to) }));
}
