import { seeded } from './spoil.ts';

/** How often a sensor misses a passage, and how often it counts one twice. */
export interface Errors {
  missed: number;
  doubled: number;
}

export interface DoorErrors {
  in: Errors;
  out: Errors;
}

/** A made store: how its doors err, what part of it is in view, and how long it is watched. */
export interface MadeStore {
  doors: readonly DoorErrors[];
  seenShare: number;
  /** A day ends when all have left after the closing; else the store never closes and is watched until so many crossings. */
  until: 'closed' | number;
}

/** What a door's sensors said since the moment before. */
export interface DoorTold {
  /** Crossings that the line counted. */
  in: number;
  out: number;
  /** Tracks that began, and that ended, at the door. */
  began: number;
  ended: number;
}

/** What the sensors of a made store said since the moment before, and how many people truly are in it. */
export interface DayMoment {
  doors: DoorTold[];
  /** Tracks that began, and that ended, away from doors. */
  came: number;
  went: number;
  /** People in view of the cameras, as far as these saw them. */
  inView: number;
  people: number;
  crossings: number;
  /** Seconds since the last one left, after the closing. */
  emptyS: number;
}

export const MOMENT_S = 5;
const DAY_S = 12 * 3600;
/** A moment of the closed store is watched for so long. */
const AFTER_S = 300;
/** Arrivals an hour: at a quiet time, and on top of it at noon and in the evening (hour of the day, width in hours). */
const QUIET = 60;
const RUSHES = [
  { at: 3.5, wide: 0.8, more: 120 },
  { at: 8.5, wide: 1.2, more: 180 },
];
const STAY_S = 700;
const CLOSING_STAY_S = 240;
const SPOT_S = 45;
/** People linger longer where no camera looks, such as fitting rooms. */
const UNSEEN_LONGER = 1.3;
const PACE_SD = 0.4;
const DOORWAY_S = 8;
/** Who came by a door leaves by it so often; else by any. */
const SAME_DOOR = 0.6;
/** Errors of tracks at doors and at the border of the view; of those whom the line missed, tracks lose more. */
const TRACK: Errors = { missed: 0.03, doubled: 0.02 };
const TRACK_BLIND = 0.1;
/** A track breaks so seldom, beyond what the stitcher mends (most of one in 450 s), and goes on as another. */
const BREAK_S = 2000;
/** A person in view is overlooked about 3 % of the time, so long each. */
const OVERLOOK_EVERY_S = 320;
const OVERLOOK_S = 10;

interface Person {
  door: number;
  pace: number;
  place: 'entering' | 'seen' | 'unseen' | 'leaving';
  overlooked: boolean;
}

/**
 * A store's day, made: people come by several doors at quiet times and in rushes, go from spot to spot of which
 * `seenShare` are in view, and leave. Doorways are in view. Each sensor errs by itself, but for people whom a line
 * missed, of whom tracks lose more as well.
 */
export function* madeDay(seed: number, store: MadeStore): Generator<DayMoment> {
  const random = seeded(seed);
  const within = (s: number) => random() < 1 - Math.exp(-MOMENT_S / s);
  const reports = ({ missed, doubled }: Errors) => {
    const luck = random();
    return luck < missed ? 0 : luck >= 1 - doubled ? 2 : 1;
  };
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const weights = store.doors.map(() => 0.6 + random());
  const anyDoor = () => {
    let left = random() * weights.reduce((a, b) => a + b, 0);
    for (const [door, weight] of weights.entries()) {
      left -= weight;
      if (left < 0) return door;
    }
    return 0;
  };
  const people: Person[] = [];
  let crossings = 0;
  let emptyS = 0;
  for (let tS = 0; store.until === 'closed' ? emptyS <= AFTER_S : crossings < store.until; tS += MOMENT_S) {
    const closing = store.until === 'closed' && tS >= DAY_S;
    const told: Omit<DayMoment, 'people' | 'crossings' | 'emptyS'> = {
      doors: store.doors.map(() => ({ in: 0, out: 0, began: 0, ended: 0 })),
      came: 0,
      went: 0,
      inView: 0,
    };
    const pass = (door: number, way: 'in' | 'out') => {
      crossings++;
      const counted = reports(store.doors[door][way]);
      told.doors[door][way] += counted;
      told.doors[door][way === 'in' ? 'began' : 'ended'] += reports({
        ...TRACK,
        missed: counted === 0 ? TRACK_BLIND : TRACK.missed,
      });
    };
    for (let i = people.length - 1; i >= 0; i--) {
      const person = people[i];
      const before = person.place;
      if (before === 'leaving') {
        if (!within(DOORWAY_S)) continue;
        pass(person.door, 'out');
        people.splice(i, 1);
        continue;
      }
      if (before === 'entering' ? within(DOORWAY_S) : within(spotS(person))) {
        person.place = random() < store.seenShare ? 'seen' : 'unseen';
      }
      if (before !== 'entering' && within(closing ? CLOSING_STAY_S : STAY_S)) {
        person.place = 'leaving';
        if (random() >= SAME_DOOR) person.door = anyDoor();
      }
      if (before === 'unseen' && person.place !== 'unseen') told.came += reports(TRACK);
      if (before !== 'unseen' && person.place === 'unseen') told.went += reports(TRACK);
      if (before !== 'unseen' && person.place !== 'unseen' && within(BREAK_S)) {
        told.went += reports(TRACK);
        told.came += reports(TRACK);
      }
      person.overlooked = person.overlooked ? !within(OVERLOOK_S) : within(OVERLOOK_EVERY_S);
    }
    if (!closing && random() < (arrivalsAt(tS) * MOMENT_S) / 3600) {
      const door = anyDoor();
      people.push({ door, pace: Math.exp(PACE_SD * normal()), place: 'entering', overlooked: false });
      pass(door, 'in');
    }
    emptyS = closing && people.length === 0 ? emptyS + MOMENT_S : 0;
    told.inView = people.filter((person) => person.place !== 'unseen' && !person.overlooked).length;
    yield { ...told, people: people.length, crossings, emptyS };
  }
}

const spotS = ({ pace, place }: Person) => SPOT_S * pace * (place === 'unseen' ? UNSEEN_LONGER : 1);

function arrivalsAt(tS: number): number {
  const hour = (tS % DAY_S) / 3600;
  return RUSHES.reduce((sum, { at, wide, more }) => sum + more * Math.exp(-(((hour - at) / wide) ** 2) / 2), QUIET);
}

/** The rates of a made store whose doors are honest: what a filter would have to learn of it. */
export const ratesOf = (seenShare: number) => ({
  /** How often a second somebody unseen comes back into view; that is a mean over slow and fast ones. */
  returnPerS: (seenShare * Math.exp(PACE_SD ** 2 / 2)) / (SPOT_S * UNSEEN_LONGER) + 1 / STAY_S,
  overlooked: OVERLOOK_S / (OVERLOOK_S + OVERLOOK_EVERY_S),
  breaksPerS: 1 / BREAK_S,
  trackMiss: TRACK.missed - TRACK.doubled,
});

/** All doors alike, and right but for these errors. */
export const honestDoors = (count: number, errors: Errors): DoorErrors[] =>
  Array.from({ length: count }, () => ({ in: errors, out: errors }));
