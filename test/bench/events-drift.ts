import {
  type DayMoment,
  type DoorErrors,
  honestDoors,
  type MadeStore,
  MOMENT_S,
  madeDay,
  ratesOf,
} from '../../calibration/lab/spoil-day.ts';
import { FlowBalance } from '../../edge/events/balance.ts';

/** Errors of each door, and the part of the floor in view, that the target is stated for. */
export const USUAL = { missed: 0.03, doubled: 0.02 };
const SEEN_SHARE = 0.6;
const RUNS = 30;
const CROSSINGS = 1000;
const NAMING_RUNS = 40;
/** Moments between two looks at the verdicts: a minute. */
const JUDGED_EVERY = 12;
const DAYS_TO_LEARN = 3;

/** Distances from the truth, in people: at the first 1,000 crossings, when the last one has left, and on the mean of all moments. */
export interface DayErrors {
  at1000: number;
  atClose: number;
  throughDay: number;
  /** The door alone at the same moments. */
  doorAlone: { at1000: number; atClose: number; throughDay: number };
  crossings: number;
  /** Lines that were ever said to err. */
  named: Set<string>;
}

export const linesOf = (store: MadeStore): string[] => store.doors.map((_, i) => `door-${i + 1}`);

/** Tells a balance what the sensors of a moment said. */
export function tell(balance: FlowBalance, lines: readonly string[], moment: DayMoment): void {
  const times = (count: number, say: () => void) => {
    for (let i = 0; i < count; i++) say();
  };
  moment.doors.forEach((door, i) => {
    times(door.in, () => balance.crossed(lines[i], 'in'));
    times(door.out, () => balance.crossed(lines[i], 'out'));
    times(door.began, () => balance.tracked(lines[i], 'in'));
    times(door.ended, () => balance.tracked(lines[i], 'out'));
  });
  times(moment.came, () => balance.came());
  times(moment.went, () => balance.went());
  balance.inView(moment.inView, MOMENT_S);
}

/** Watches a made store with a balance, and compares it with the truth moment by moment. */
export function watchDay(balance: FlowBalance, store: MadeStore, seed: number): DayErrors {
  const lines = linesOf(store);
  const errors = { at1000: Number.NaN, atClose: Number.NaN, throughDay: 0 };
  const doorAlone = { ...errors };
  const named = new Set<string>();
  let door = 0;
  let crossings = 0;
  let moments = 0;
  for (const moment of madeDay(seed, store)) {
    for (const told of moment.doors) door += told.in - told.out;
    tell(balance, lines, moment);
    if (moments % JUDGED_EVERY === 0) for (const verdict of balance.doors()) if (verdict.errs) named.add(verdict.line);
    const off = Math.abs(balance.people - moment.people);
    const doorOff = Math.abs(door - moment.people);
    if (crossings < CROSSINGS && moment.crossings >= CROSSINGS) {
      errors.at1000 = off;
      doorAlone.at1000 = doorOff;
    }
    crossings = moment.crossings;
    if (moment.emptyS === MOMENT_S) {
      errors.atClose = off;
      doorAlone.atClose = doorOff;
    }
    if (moment.emptyS > 0) continue;
    errors.throughDay += off;
    doorAlone.throughDay += doorOff;
    moments++;
  }
  errors.throughDay /= moments;
  doorAlone.throughDay /= moments;
  return { ...errors, doorAlone, crossings, named };
}

/**
 * What is left of the doors' drift. `driftPer1000`: how far the balance is off when the last customer of its first day
 * has left and nothing was reset, per 1,000 crossings. `people`: how many people it is off, at 1,000 crossings in the
 * midst of the noon rush, and on the mean over the day: on its first day, on its fourth, and where it is told all rates,
 * which is about what can be reached at all. `neverCloses`: at 4,000 crossings of a store that is never empty.
 */
export function driftFigures(seed: number) {
  const firstDay: DayErrors[] = [];
  const later: DayErrors[] = [];
  const knowing: DayErrors[] = [];
  const never: { balance: number; doorAlone: number }[] = [];
  for (let run = 0; run < RUNS; run++) {
    const store: MadeStore = { doors: honestDoors(1 + (run % 4), USUAL), seenShare: SEEN_SHARE, until: 'closed' };
    const seedOf = (day: number) => seed * 100_000 + run * 100 + day;
    const balance = new FlowBalance(linesOf(store), SEEN_SHARE);
    firstDay.push(watchDay(balance, store, seedOf(0)));
    for (let day = 1; day < DAYS_TO_LEARN; day++) watchDay(balance, store, seedOf(day));
    later.push(watchDay(balance, store, seedOf(DAYS_TO_LEARN)));
    knowing.push(watchDay(knowingAll(store), store, seedOf(DAYS_TO_LEARN)));
    never.push(neverClosing(store, seedOf(DAYS_TO_LEARN + 1)));
  }
  const mean = <T>(of: readonly T[], value: (one: T) => number) =>
    tidy(of.reduce((sum, one) => sum + value(one), 0) / of.length);
  const people = (days: readonly Pick<DayErrors, 'at1000' | 'atClose' | 'throughDay'>[]) => ({
    at1000: mean(days, (it) => it.at1000),
    atClose: mean(days, (it) => it.atClose),
    throughDay: mean(days, (it) => it.throughDay),
  });
  const alone = firstDay.map((it) => it.doorAlone);
  return {
    driftPer1000: mean(firstDay, (it) => (it.atClose * 1000) / it.crossings),
    people: { firstDay: people(firstDay), later: people(later), knowing: people(knowing) },
    neverCloses: { at4000: mean(never, (it) => it.balance) },
    doors: naming(seed),
    doorAlone: {
      driftPer1000: mean(firstDay, (it) => (it.doorAlone.atClose * 1000) / it.crossings),
      people: people(alone),
      neverCloses: { at4000: mean(never, (it) => it.doorAlone) },
    },
  };
}

/** A balance that is told all rates of a made store with honest doors, and is sure of them. */
function knowingAll(store: MadeStore): FlowBalance {
  const balance = new FlowBalance(linesOf(store), SEEN_SHARE);
  const state = balance.snapshot();
  const { mean, cov } = state.estimate;
  const rates = ratesOf(SEEN_SHARE);
  const { trackMiss } = rates;
  const known = [Math.log(rates.returnPerS), rates.overlooked, 0, trackMiss, trackMiss, rates.breaksPerS];
  for (let i = 2; i < mean.length; i++) {
    mean[i] = known[i - 2] ?? USUAL.missed - USUAL.doubled;
    cov[i * mean.length + i] = 0;
  }
  balance.restore(state);
  return balance;
}

function neverClosing(store: MadeStore, seed: number): { balance: number; doorAlone: number } {
  const lines = linesOf(store);
  const balance = new FlowBalance(lines, SEEN_SHARE);
  let door = 0;
  let people = 0;
  for (const moment of madeDay(seed, { ...store, until: 4 * CROSSINGS })) {
    for (const told of moment.doors) door += told.in - told.out;
    tell(balance, lines, moment);
    people = moment.people;
  }
  return { balance: Math.abs(balance.people - people), doorAlone: Math.abs(door - people) };
}

/** One door of three that misses or doubles 10 % one way, over one day: is it named, and is anybody named who is not it? */
export const ERRING: readonly DoorErrors[] = [
  { in: { ...USUAL, missed: 0.1 }, out: USUAL },
  { in: USUAL, out: { ...USUAL, missed: 0.1 } },
  { in: { ...USUAL, doubled: 0.1 }, out: USUAL },
];

/** Shares of days on which the door that errs is named, another as well, and (with honest doors alone) any. */
function naming(seed: number): { named: number; othersNamed: number; falseAlarms: number } {
  let named = 0;
  let othersNamed = 0;
  let falseAlarms = 0;
  for (let run = 0; run < NAMING_RUNS; run++) {
    const honest = honestDoors(3, USUAL);
    const erring = [ERRING[run % ERRING.length], ...honest.slice(1)];
    const namedOf = (doors: readonly DoorErrors[]) => {
      const store: MadeStore = { doors, seenShare: SEEN_SHARE, until: 'closed' };
      return watchDay(new FlowBalance(linesOf(store), SEEN_SHARE), store, seed * 100_000 + 50_000 + run).named;
    };
    const found = namedOf(erring);
    if (found.delete('door-1')) named++;
    if (found.size > 0) othersNamed++;
    if (namedOf(honest).size > 0) falseAlarms++;
  }
  const share = (count: number) => tidy(count / NAMING_RUNS);
  return { named: share(named), othersNamed: share(othersNamed), falseAlarms: share(falseAlarms) };
}

const tidy = (value: number) => Math.round(value * 1e4) / 1e4;
