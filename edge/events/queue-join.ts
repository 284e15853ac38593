import { counterOf } from '../../models/aggregate/counter.ts';
import type { Facts, Sign, WaitEnd } from '../../models/aggregate/facts.ts';
import { tillsOf } from '../../models/aggregate/tills.ts';
import type { Site } from '../../models/contract/site.ts';
import { PassFacts } from './pass-facts.ts';

/** Somebody is at a till this long before the queue's camera has them leave, or after it. */
const BEFORE_MS = 3000;
const AFTER_MS = 12_000;
/** By now what both cameras know of a moment was told: a visit shows after 2 s, a wait that ended after 12 s. */
const TOLD_MS = 15_000;
/** Nobody left the queue for this till in that time: it was free. */
const WALKED_UP_MS = 16_000;
/** Tracks swap and break in a crowd: who left so long before or after somebody came to a till is that one, if no other. */
const SWAPPED_BEFORE_MS = 15_000;
const SWAPPED_AFTER_MS = 30_000;
/** Who was lost amid the queue is told of when nobody was found there; by then the till has long seen them come. */
const LATE_MS = 60_000;
/** A stay at a till that begins so shortly after another there ended, or before, goes on with it: its track broke. */
const SAME_STAY_MS = 6000;
const OVERLAP_MS = 3000;
/** A camera that is this far behind is lost. */
const LOST_MS = 30_000;
/** So many ends are remembered in case one is taken back. */
const REMEMBERED = 200;

interface Exit {
  tMs: number;
  waitS: number;
  variance: number;
  /** What the queue's camera made of it: given up, or out of its sight. */
  seen: WaitEnd;
}

interface Arrival {
  till: string;
  tMs: number;
  variance: number;
}

interface Joint {
  exits: Exit[];
  /** Nobody has come to a till at their time; perhaps somebody will. */
  open: Exit[];
  arrivals: Arrival[];
  /** Who was told to have walked up to a free till. */
  walkedUp: Arrival[];
  /** When stays at tills ended that nobody went on with so far. */
  stays: { till: string; endMs: number }[];
  /** How ends that the queue's camera did not see at a till were told, by time and length. */
  ends: [key: string, end: WaitEnd][];
}

const emptyJoint = (): Joint => ({ exits: [], open: [], arrivals: [], walkedUp: [], stays: [], ends: [] });

/** Plain data, as JSON would keep it. */
export interface QueueJoinState {
  joints: [queue: string, joint: Joint][];
  clocks: [camera: string, tMs: number][];
}

/**
 * Queues whose tills another camera looks at: who leaves the queue in one view and comes to a till in the other is
 * served, first out first in. Nobody is recognised: only times are compared. Passes on what all other queues tell.
 */
export class QueueJoin extends PassFacts {
  private joints = new Map<string, Joint>();
  private clocks = new Map<string, number>();
  private readonly queueOf = new Map<string, string>();
  private readonly cameras = new Map<string, Set<string>>();

  constructor(site: Site, next: Facts) {
    super(next);
    for (const queue of site.zones.filter(({ kind }) => kind === 'queue')) {
      const own = counterOf(site, queue);
      const away = tillsOf(site, queue).filter((till) => counterOf(site, till) !== own);
      if (own === undefined || away.length === 0) continue;
      this.joints.set(queue.id, emptyJoint());
      this.cameras.set(queue.id, new Set([own, ...away.map((till) => counterOf(site, till) as string)]));
      for (const till of away) this.queueOf.set(till.id, queue.id);
    }
  }

  override waited(zone: string, tMs: number, waitS: number, end: WaitEnd, variance: number, n: Sign = 1): void {
    const joint = this.joints.get(zone);
    if (!joint || end === 'served') super.waited(zone, tMs, waitS, end, variance, n);
    else if (n === 1) joint.exits.push({ tMs, waitS, variance, seen: end });
    else this.takeBack(zone, joint, { tMs, waitS, variance, seen: end });
  }

  override visitBegan(zone: string, tMs: number, variance: number, n: Sign = 1): void {
    super.visitBegan(zone, tMs, variance, n);
    const joint = this.joints.get(this.queueOf.get(zone) ?? '');
    if (!joint) return;
    if (n === 1) joint.arrivals.push({ till: zone, tMs, variance });
    else joint.arrivals = joint.arrivals.filter((arrival) => arrival.tMs !== tMs);
  }

  override visitEnded(zone: string, tMs: number, dwellS: number, censored: boolean, n: Sign = 1): void {
    super.visitEnded(zone, tMs, dwellS, censored, n);
    const queue = this.queueOf.get(zone);
    if (queue === undefined) return;
    this.next.served(queue, tMs, dwellS, censored, n);
    if (n === 1) this.joints.get(queue)?.stays.push({ till: zone, endMs: tMs });
  }

  override seen(camera: string, fromMs: number, toMs: number): void {
    super.seen(camera, fromMs, toMs);
    if (this.joints.size === 0) return;
    this.clocks.set(camera, toMs);
    for (const [queue, joint] of this.joints) if (this.cameras.get(queue)?.has(camera)) this.settle(queue, joint, toMs);
  }

  snapshot(): QueueJoinState {
    return structuredClone({ joints: [...this.joints], clocks: [...this.clocks] });
  }

  /** Goes on from a snapshot; queues that are not joined any more are left out. */
  restore(state: QueueJoinState): void {
    const { joints, clocks } = structuredClone(state);
    for (const [queue, joint] of joints)
      if (this.joints.has(queue)) this.joints.set(queue, { ...emptyJoint(), ...joint });
    this.clocks = new Map(clocks);
  }

  private settle(queue: string, joint: Joint, tMs: number): void {
    const clocks = [...(this.cameras.get(queue) ?? [])].map(
      (camera) => this.clocks.get(camera) ?? Number.NEGATIVE_INFINITY,
    );
    const lost = Math.min(...clocks) < tMs - LOST_MS;
    const heardMs = lost ? tMs : Math.min(...clocks);
    joint.exits.sort((a, b) => a.tMs - b.tMs);
    joint.arrivals.sort((a, b) => a.tMs - b.tMs);
    while (joint.exits.length > 0 && joint.exits[0].tMs + TOLD_MS <= heardMs) {
      const exit = joint.exits.shift() as Exit;
      const at = joint.arrivals.findIndex((it) => it.tMs >= exit.tMs - BEFORE_MS && it.tMs <= exit.tMs + AFTER_MS);
      if (at >= 0) joint.arrivals.splice(at, 1);
      if (at >= 0 || lost) this.tell(queue, joint, exit, at >= 0 ? 'served' : 'cut');
      else if (!this.hadCome(queue, joint, exit)) joint.open.push(exit);
    }
    while (joint.arrivals.length > 0 && joint.arrivals[0].tMs + WALKED_UP_MS <= heardMs) {
      const arrival = joint.arrivals.shift() as Arrival;
      if (goesOn(joint, arrival)) continue;
      const at = joint.open.findIndex((exit) => mayBe(exit, arrival));
      if (at >= 0) {
        this.serve(queue, joint, joint.open.splice(at, 1)[0], arrival);
        continue;
      }
      joint.walkedUp.push(arrival);
      this.walkUp(queue, arrival, 1);
    }
    const over = joint.open.filter((exit) => exit.tMs + SWAPPED_AFTER_MS + WALKED_UP_MS <= heardMs);
    joint.open = joint.open.filter((exit) => !over.includes(exit));
    for (const exit of over) this.tell(queue, joint, exit, exit.seen);
    joint.walkedUp = joint.walkedUp.filter(({ tMs: cameMs }) => cameMs + LATE_MS > heardMs);
    joint.stays = joint.stays.filter(({ endMs }) => endMs + LATE_MS > heardMs);
  }

  private walkUp(queue: string, { tMs, variance }: Arrival, n: Sign): void {
    this.next.joined(queue, tMs, n);
    this.next.waited(queue, tMs, 0, 'served', variance, n);
  }

  /** Whether the one who left is one who had seemed to walk up to a till. */
  private hadCome(queue: string, joint: Joint, exit: Exit): boolean {
    const at = joint.walkedUp.findIndex((arrival) => mayBe(exit, arrival));
    if (at < 0) return false;
    const [arrival] = joint.walkedUp.splice(at, 1);
    this.walkUp(queue, arrival, -1);
    this.serve(queue, joint, exit, arrival);
    return true;
  }

  /** Who got out of sight has waited until the till was free. */
  private serve(queue: string, joint: Joint, exit: Exit, arrival: Arrival): void {
    const tMs = exit.seen === 'cut' ? Math.max(exit.tMs, arrival.tMs) : exit.tMs;
    this.tell(queue, joint, { ...exit, tMs, waitS: exit.waitS + (tMs - exit.tMs) / 1000 }, 'served');
  }

  private tell(queue: string, joint: Joint, { tMs, waitS, variance }: Exit, end: WaitEnd): void {
    joint.ends.push([`${tMs} ${waitS}`, end]);
    if (joint.ends.length > REMEMBERED) joint.ends.shift();
    this.next.waited(queue, tMs, waitS, end, variance);
  }

  /** A wait of somebody who does not count: as it was told, or not told yet. */
  private takeBack(queue: string, joint: Joint, { tMs, waitS, variance }: Exit): void {
    for (const exits of [joint.exits, joint.open]) {
      const waiting = exits.findIndex((exit) => exit.tMs === tMs && exit.waitS === waitS);
      if (waiting < 0) continue;
      exits.splice(waiting, 1);
      return;
    }
    const [, end] = joint.ends.find(([key]) => key === `${tMs} ${waitS}`) ?? [];
    if (end) this.next.waited(queue, tMs, waitS, end, variance, -1);
  }
}

/** Whether somebody who came to a till may be the one who left the queue, or got out of sight there, at another time. */
function mayBe(exit: Exit, arrival: Arrival): boolean {
  const afterMs = arrival.tMs - exit.tMs;
  if (exit.seen === 'cut') return arrival.tMs >= exit.tMs - exit.waitS * 1000 && afterMs <= SWAPPED_AFTER_MS;
  return afterMs >= -SWAPPED_BEFORE_MS && afterMs <= SWAPPED_AFTER_MS;
}

/** Whether a stay at a till goes on with one that ended there just now; one goes on with each. */
function goesOn({ stays }: Joint, { till, tMs }: Arrival): boolean {
  const at = stays.findIndex((s) => s.till === till && tMs - s.endMs <= SAME_STAY_MS && tMs - s.endMs >= -OVERLAP_MS);
  if (at >= 0) stays.splice(at, 1);
  return at >= 0;
}
