import type { Minute } from '../models/aggregate/bucket.ts';
import type { Plan } from '../models/aggregate/plan.ts';
import { instant } from '../models/contract/ids.ts';
import type { BirthMessage, CameraState, HealthMessage, LiveMessage } from '../models/contract/node-messages.ts';
import type { Camera } from '../models/contract/site.ts';
import type { LoadedSite } from '../models/host/site-file.ts';
import type { DoorVerdict } from './events/balance.ts';

export interface BirthParts {
  version: string;
  nowMs: number;
  /** Of the outbox. */
  epoch: string;
  site: LoadedSite;
  simulated: boolean;
  /** The node's own. */
  cameras: readonly Camera[];
  plan: Plan;
  provider: BirthMessage['provider'];
  model: { name: string | null; note: string | null };
}

/** What a node is: said at each new connection. */
export function birthMessage(parts: BirthParts): BirthMessage {
  const { version, nowMs, epoch, site, simulated, cameras, plan, provider, model } = parts;
  return {
    version,
    time: instant(nowMs),
    epoch,
    siteRevision: site.revision,
    clock: simulated ? 'simulated' : 'wall',
    cameras: cameras.map((camera) => camera.id),
    zones: plan.zones.map((zone) => zone.id),
    lines: plan.lines.map((line) => line.id),
    model: model.name,
    modelNote: model.note,
    provider,
    privacy: site.site.privacy,
    footage: footageOf(cameras),
  };
}

function footageOf(cameras: readonly Camera[]): BirthMessage['footage'] {
  const sources = cameras.map((camera) => camera.source.kind);
  if (sources.includes('simulated')) return 'simulated';
  return sources.some((kind) => kind === 'rtsp' || kind === 'v4l2') ? 'camera' : 'recording';
}

/** Which directions of a door count too few, as it is told. */
export const doorRows = (door: DoorVerdict): NonNullable<HealthMessage['doors']> =>
  (['in', 'out'] as const).map((direction) => ({
    line: door.line,
    direction,
    missedShare: Math.round(door[direction].missedShare * 1e4) / 1e4,
    sd: Math.round(door[direction].sd * 1e4) / 1e4,
    errs: door[direction].errs,
  }));

export interface LiveParts {
  nowMs: number;
  plan: Plan;
  /** The minute that is being counted; undefined while there is none. */
  minute: Minute | undefined;
  /** Of each camera: people in view, and how many of them in which zone. */
  now: readonly { people: number; zones: ReadonlyMap<string, number> }[];
  cameras: CameraState[];
}

/** Who is where at this moment, and what the present minute has counted so far. */
export function liveMessage({ nowMs, plan, minute, now, cameras }: LiveParts): LiveMessage {
  const zones = new Map<string, number>();
  for (const view of now) for (const [zone, n] of view.zones) zones.set(zone, (zones.get(zone) ?? 0) + n);
  return {
    time: instant(nowMs),
    people: now.reduce((sum, view) => sum + view.people, 0),
    zones: plan.zones.map(({ id }) => ({
      zone: id,
      occupancy: zones.get(id) ?? 0,
      visits: minute?.zones[id]?.visits ?? 0,
    })),
    lines: plan.lines.map(({ id }) => ({
      line: id,
      in: minute?.lines[id]?.in ?? 0,
      out: minute?.lines[id]?.out ?? 0,
    })),
    bucket: instant(minute?.startMs ?? Math.floor(nowMs / 60_000) * 60_000),
    cameras,
  };
}
