import type { Facts, Sign } from '../../models/aggregate/facts.ts';
import type { Site } from '../../models/contract/site.ts';
import { PassFacts } from './pass-facts.ts';

/** A queue is long, or normal again, once it was so for this long: nobody is called for one person more for a moment. */
const LASTING_S = 20;

/** `length` people wait in a queue, which is long from now on, or normal again. */
export type QueueChange = { zone: string; change: 'long' | 'normal'; length: number };

/** A clock that was set back by more than this: what is told of its time is no late fact. */
const SET_BACK_MS = 600_000;

interface Watched {
  from: number;
  long: boolean;
  /** Seconds for which it has been otherwise than last told. */
  otherS: number;
  lastMs: number;
}

/** What was told of each queue, as plain data. */
export type QueueAlarmState = [zone: string, watched: Watched][];

/** Hears how long the queues are and says when one becomes long, or is no more; passes every fact on. */
export class QueueAlarm extends PassFacts {
  private readonly queues = new Map<string, Watched>();
  private readonly onChange: (change: QueueChange) => void;

  /** Only queues that say from how many people on they are long are watched. */
  constructor(site: Site, next: Facts, onChange: (change: QueueChange) => void) {
    super(next);
    this.onChange = onChange;
    for (const { id, kind, longFrom } of site.zones)
      if (kind === 'queue' && longFrom !== undefined)
        this.queues.set(id, { from: longFrom, long: false, otherS: 0, lastMs: Number.NEGATIVE_INFINITY });
  }

  override inQueue(zone: string, tMs: number, dtS: number, length: number, n?: Sign): void {
    super.inQueue(zone, tMs, dtS, length, n);
    const queue = n === -1 ? undefined : this.queues.get(zone);
    // A wait that is known later is told of its beginning: that says nothing of how long the queue is now.
    if (!queue || (tMs <= queue.lastMs && tMs > queue.lastMs - SET_BACK_MS)) return;
    queue.lastMs = tMs;
    const long = length >= queue.from;
    queue.otherS = long === queue.long ? 0 : queue.otherS + dtS;
    if (queue.otherS < LASTING_S) return;
    queue.long = long;
    queue.otherS = 0;
    this.onChange({ zone, change: long ? 'long' : 'normal', length });
  }

  snapshot(): QueueAlarmState {
    return structuredClone([...this.queues]);
  }

  /** Goes on from a snapshot (one that went through JSON as well); queues that are not watched any more are left out. */
  restore(state: QueueAlarmState): void {
    for (const [zone, { long, otherS, lastMs }] of state) {
      const queue = this.queues.get(zone);
      if (queue) Object.assign(queue, { long, otherS, lastMs: lastMs ?? Number.NEGATIVE_INFINITY });
    }
  }
}
