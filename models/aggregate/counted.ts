import type { Sign } from './facts.ts';

/** Who was counted at what, as plain data: each name once, then their places in that list. */
export interface CountedState {
  people: string[];
  at: [what: string, places: number[]][];
}

/**
 * Tells, within one bucket, whether a person is counted at something, or taken back there, for the first time. Who was
 * taken back and is told of again counts again.
 */
export class Counted {
  /** By person: a number, since a checkpoint every few seconds holds all of this. */
  private readonly places = new Map<string, number>();
  private readonly at = new Map<string, number[]>();

  firstTime(n: Sign, what: string, person: string): boolean {
    let place = this.places.get(person);
    if (place === undefined) {
      place = this.places.size;
      this.places.set(person, place);
    }
    const there = this.at.get(`${n} ${what}`);
    if (!there) this.at.set(`${n} ${what}`, [place]);
    else if (there.includes(place)) return false;
    else there.push(place);
    const undone = this.at.get(`${-n} ${what}`);
    if (undone?.includes(place)) undone.splice(undone.indexOf(place), 1);
    return true;
  }

  /** Good until the next fact. */
  snapshot(): CountedState {
    return { people: [...this.places.keys()], at: [...this.at] };
  }

  restore({ people, at }: CountedState): void {
    for (const [place, person] of people.entries()) this.places.set(person, place);
    for (const [what, places] of at) this.at.set(what, places);
  }
}
