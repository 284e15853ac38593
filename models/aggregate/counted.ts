/** Who was counted at what, as plain data: each name once, then their places in that list. */
export interface CountedState {
  people: string[];
  at: Record<string, number[]>;
}

/** Tells, within one bucket, whether a person is counted at something for the first time. */
export class Counted {
  private readonly at = new Map<string, Set<string>>();

  firstTime(what: string, person: string): boolean {
    const people = this.at.get(what);
    if (!people) this.at.set(what, new Set([person]));
    else if (people.has(person)) return false;
    else people.add(person);
    return true;
  }

  snapshot(): CountedState {
    const places = new Map<string, number>();
    const at: CountedState['at'] = {};
    for (const [what, people] of this.at) {
      at[what] = Array.from(people, (person) => {
        const place = places.get(person) ?? places.size;
        places.set(person, place);
        return place;
      });
    }
    return { people: [...places.keys()], at };
  }

  restore({ people, at }: CountedState): void {
    for (const [what, places] of Object.entries(at)) this.at.set(what, new Set(places.map((place) => people[place])));
  }
}
