import { seeded } from './spoil.ts';

/** What a door and the cameras inside say of a made store, moment by moment, and how many people truly are in it. */
export interface DoorMoment {
  /** Changes that the door counted since the moment before: +1 in, −1 out. */
  counted: (1 | -1)[];
  /** People in view of the cameras. */
  inView: number;
  people: number;
  crossings: number;
}

export interface DoorErrors {
  missed: number;
  doubled: number;
}

const ARRIVALS_PER_S = 0.08;
const STAY_S = 600;
const SPOT_S = 40;
export const MOMENT_S = 5;

/** Runs until so many crossings have been made. People go from spot to spot, of which `seenShare` are in view. */
export function* doorRun(
  seed: number,
  crossings: number,
  seenShare: number,
  errors: DoorErrors,
): Generator<DoorMoment> {
  const random = seeded(seed);
  const within = (s: number) => random() < 1 - Math.exp(-MOMENT_S / s);
  const seen: boolean[] = [];
  let done = 0;
  while (done < crossings) {
    const counted: (1 | -1)[] = [];
    const cross = (change: 1 | -1) => {
      done++;
      const luck = random();
      if (luck >= errors.missed) counted.push(change);
      if (luck >= 1 - errors.doubled) counted.push(change);
    };
    for (let i = seen.length - 1; i >= 0; i--) {
      if (within(STAY_S)) {
        seen.splice(i, 1);
        cross(-1);
      } else if (within(SPOT_S)) seen[i] = random() < seenShare;
    }
    if (within(1 / ARRIVALS_PER_S)) {
      seen.push(random() < seenShare);
      cross(1);
    }
    yield { counted, inView: seen.filter(Boolean).length, people: seen.length, crossings: done };
  }
}
