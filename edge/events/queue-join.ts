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

interface Joint {
  exits: Exit[];
  arrivals: { tMs: number; variance: number }[];
  /** How ends that the queue's camera did not see at a till were told, by time and length. */
  ends: [key: string, end: WaitEnd][];
}

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
      this.joints.set(queue.id, { exits: [], arrivals: [], ends: [] });
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
    if (n === 1) joint.arrivals.push({ tMs, variance });
    else joint.arrivals = joint.arrivals.filter((arrival) => arrival.tMs !== tMs);
  }

  override visitEnded(zone: string, tMs: number, dwellS: number, censored: boolean, n: Sign = 1): void {
    super.visitEnded(zone, tMs, dwellS, censored, n);
    const queue = this.queueOf.get(zone);
    if (queue !== undefined) this.next.served(queue, tMs, dwellS, censored, n);
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
    for (const [queue, joint] of joints) if (this.joints.has(queue)) this.joints.set(queue, joint);
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
      this.tell(queue, joint, exit, at >= 0 ? 'served' : lost ? 'cut' : exit.seen);
    }
    while (joint.arrivals.length > 0 && joint.arrivals[0].tMs + WALKED_UP_MS <= heardMs) {
      const { tMs: cameMs, variance } = joint.arrivals.shift() as Joint['arrivals'][number];
      this.next.joined(queue, cameMs);
      this.next.waited(queue, cameMs, 0, 'served', variance);
    }
  }

  private tell(queue: string, joint: Joint, { tMs, waitS, variance }: Exit, end: WaitEnd): void {
    joint.ends.push([`${tMs} ${waitS}`, end]);
    if (joint.ends.length > REMEMBERED) joint.ends.shift();
    this.next.waited(queue, tMs, waitS, end, variance);
  }

  /** A wait of somebody who does not count: as it was told, or not told yet. */
  private takeBack(queue: string, joint: Joint, { tMs, waitS, variance }: Exit): void {
    const waiting = joint.exits.findIndex((exit) => exit.tMs === tMs && exit.waitS === waitS);
    if (waiting >= 0) {
      joint.exits.splice(waiting, 1);
      return;
    }
    const [, end] = joint.ends.find(([key]) => key === `${tMs} ${waitS}`) ?? [];
    if (end) this.next.waited(queue, tMs, waitS, end, variance, -1);
  }
}
