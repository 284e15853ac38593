import type { Facts } from '../../models/aggregate/facts.ts';

/** Facts that are about one person and can be taken back. */
const KINDS = [
  'onFloor',
  'inCell',
  'stepped',
  'inZone',
  'visitBegan',
  'visitEnded',
  'moved',
  'went',
  'crossed',
  'unitCrossed',
  'inQueue',
  'joined',
  'waited',
  'served',
  'interacted',
] as const satisfies readonly (keyof Facts)[];
type Kind = (typeof KINDS)[number];

/** A fact as data: its name and arguments. It goes to disk as JSON. */
export type Entry = { [K in Kind]: [kind: K, ...args: Parameters<Facts[K]>] }[Kind];

/** Facts of presence come with every frame; those of one minute and place are kept as one. Place of dtS in the entry. */
const SUMMED: Partial<Record<Kind, number>> = { onFloor: 3, inCell: 4, inZone: 3, inQueue: 3 };
const MINUTE_MS = 60_000;
/** More is not remembered of a person, the oldest goes first: about ten minutes of walking about. */
const MOST_ENTRIES = 1200;

/** A ledger's whole state as plain data. */
export type LedgerState = [person: number, entries: Entry[]][];

/**
 * What was told of whom, as long as that person is in sight: whoever turns out to be staff, or a thing, is taken out of
 * the counts again, minute by minute. The facts stay in the node.
 */
export class Ledger {
  private pages = new Map<number, Page>();

  /** Facts told to the answer are about this person: they are passed on and remembered. */
  teller(person: number, facts: Facts): Facts {
    return this.page(person).teller(facts);
  }

  /** The same of somebody of whom something was told already; else the facts as they are. */
  known(person: number, facts: Facts): Facts {
    return this.pages.get(person)?.teller(facts) ?? facts;
  }

  /** Remembers the person's part of a fact that was told of several people at once. */
  note(person: number, entry: Entry): void {
    this.page(person).add(entry);
  }

  /** Takes back all that was told of a person. */
  retract(person: number, facts: Facts): void {
    for (const [kind, ...args] of this.pages.get(person)?.entries ?? [])
      (facts[kind] as (...a: unknown[]) => void)(...args, -1);
    this.pages.delete(person);
  }

  has(person: number): boolean {
    return this.pages.has(person);
  }

  forget(person: number): void {
    this.pages.delete(person);
  }

  clear(): void {
    this.pages.clear();
  }

  snapshot(): LedgerState {
    // A quarter of the time that a general clone takes: the state goes to disk every few seconds.
    return [...this.pages].map(([person, page]) => [person, page.entries.map((entry) => [...entry] as Entry)]);
  }

  restore(state: LedgerState): void {
    this.pages = new Map(structuredClone(state).map(([person, entries]) => [person, new Page(entries)]));
  }

  private page(person: number): Page {
    const page = this.pages.get(person) ?? new Page([]);
    this.pages.set(person, page);
    return page;
  }
}

class Page {
  entries: Entry[];
  /** Where the newest sum of each place is, and the minute of it. */
  private readonly sums = new Map<string, Entry>();

  private told: { facts: Facts; teller: Facts } | undefined;

  constructor(entries: Entry[]) {
    this.entries = entries;
    for (const entry of entries) if (SUMMED[entry[0]] !== undefined) this.sums.set(keyOf(entry), entry);
  }

  teller(facts: Facts): Facts {
    if (this.told?.facts !== facts) {
      const teller = Object.create(facts) as Facts;
      for (const kind of KINDS) {
        const tell = facts[kind].bind(facts) as (...args: unknown[]) => void;
        teller[kind] = (...args: unknown[]) => {
          this.add([kind, ...args] as Entry);
          tell(...args);
        };
      }
      this.told = { facts, teller };
    }
    return this.told.teller;
  }

  add(entry: Entry): void {
    const dt = SUMMED[entry[0]];
    if (dt !== undefined) {
      const key = keyOf(entry);
      const sum = this.sums.get(key);
      if (sum) {
        (sum[dt] as number) += entry[dt] as number;
        return;
      }
      this.sums.set(key, entry);
    }
    this.entries.push(entry);
    if (this.entries.length <= MOST_ENTRIES) return;
    this.entries = this.entries.slice(MOST_ENTRIES / 2);
    this.sums.clear();
  }
}

/** Kind, place (floor and cell, or zone) and minute. The time stands before dtS. */
function keyOf(entry: Entry): string {
  const dt = SUMMED[entry[0]] as number;
  return `${entry.slice(0, dt - 1).join(' ')} ${Math.floor((entry[dt - 1] as number) / MINUTE_MS)}`;
}
