import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Occupancy } from '../../edge/events/occupancy.ts';
import { QueueJoin } from '../../edge/events/queue-join.ts';
import { CameraMemory } from '../../edge/memory.ts';
import { openSource } from '../../edge/source/registry.ts';
import type { Frame } from '../../edge/source/source.ts';
import { NoFacts, type Sign, type WaitEnd } from '../../models/aggregate/facts.ts';
import type { Site } from '../../models/contract/site.ts';
import { polygonOwns } from '../../models/geometry/polygon.ts';
import { loadSite } from '../../models/host/site-file.ts';

/** What the product tells of a film, or what is true of it: all that began within the film. */
export interface Story {
  /** Crossings by line and direction. */
  crossings: Map<string, number>;
  /** Seconds of each visit, by zone. */
  visits: Map<string, number[]>;
  /** People inside, by the second. */
  inside: Map<number, number>;
  /** Seconds waited by each person who was served, and how many gave up. */
  waitS: number[];
  gaveUp: number;
}

const newStory = (): Story => ({
  crossings: new Map(),
  visits: new Map(),
  inside: new Map(),
  waitS: [],
  gaveUp: 0,
});

/** The film's time in UTC ms: frame k is at fromMs + k · 1000 ÷ fps. */
export interface Film {
  fromMs: number;
  toMs: number;
  fps: number;
}

const STAFF = 900_000;
/** Whether a person of the film is a customer. */
export const isCustomer = (id: number): boolean => id < STAFF;
export const VISIT_MS = 2000;
export const BRIDGE_MS = 5000;
/** Others of a group follow their first by some seconds. */
const CALLED_MS = 5000;

/** The rows of one of a film's files of truth. */
export const truthLines = (folder: string, name: string): Record<string, unknown>[] =>
  readFileSync(join(folder, 'truth', `${name}.ndjson`), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

/** What truly happened in the film of a simulated store, from its truth files. */
export function truthOf(folder: string, fps: number): { story: Story; film: Film } {
  const story = newStory();
  const { site } = loadSite(join(folder, 'site.yaml'));
  const queue = site.zones.find(({ kind }) => kind === 'queue')?.polygon ?? [];
  const stays = new Map<number, [fromMs: number, lastMs: number][]>();
  let [first, last] = [Number.POSITIVE_INFINITY, 0];
  for (const { tMs, people } of truthLines(folder, 'positions') as { tMs: number; people: number[][] }[]) {
    first = Math.min(first, tMs);
    last = Math.max(last, tMs);
    for (const [id, x, y] of people) if (polygonOwns(queue, x, y)) stay(stays, id, tMs);
    story.inside.set(Math.round(tMs / 1000), people.filter(([id]) => isCustomer(id)).length);
  }
  const film = { fromMs: first - 1000 / fps, toMs: last, fps };
  const within = (tMs: number) => tMs >= film.fromMs && tMs < film.toMs;
  for (const { line, in: inwards, tMs } of truthLines(folder, 'crossings'))
    if (within(tMs as number)) add(story.crossings, `${line} ${inwards ? 'in' : 'out'}`);
  for (const { zone, fromMs, toMs } of truthLines(folder, 'dwell') as {
    zone: string;
    fromMs: number;
    toMs: number;
  }[]) {
    if (within(fromMs) && toMs - fromMs >= VISIT_MS) push(story.visits, zone, (toMs - fromMs) / 1000);
  }
  for (const wait of truthLines(folder, 'queues')) {
    const { visit, people, till, endMs } = wait as Record<'visit' | 'people' | 'endMs', number> & {
      till: number | null;
    };
    if (!within(endMs)) continue;
    if (till === null) story.gaveUp += people;
    else for (let i = 0; i < people; i++) story.waitS.push(waitOf(stays.get(visit * 10 + i) ?? [], endMs));
  }
  return { story, film };
}

/** Takes in that somebody is in the queue's zone. */
function stay(stays: Map<number, [number, number][]>, id: number, tMs: number): void {
  const known = stays.get(id) ?? [];
  stays.set(id, known);
  const newest = known.at(-1);
  if (newest && tMs - newest[1] <= BRIDGE_MS) newest[1] = tMs;
  else known.push([tMs, tMs]);
}

/** A wait as the product defines it: the stay in the queue's zone of somebody who was called to a till at `endMs`, s. */
function waitOf(stays: readonly [number, number][], endMs: number): number {
  const [fromMs, lastMs] = stays.filter(([from]) => from <= endMs + CALLED_MS).at(-1) ?? [0, 0];
  return (lastMs - fromMs) / 1000;
}

const add = (counts: Map<string, number>, key: string, n = 1) => counts.set(key, (counts.get(key) ?? 0) + n);
const push = (lists: Map<string, number[]>, key: string, value: number) =>
  lists.set(key, [...(lists.get(key) ?? []), value]);

class Heard extends NoFacts {
  readonly story = newStory();

  override crossed(line: string, way: string, _tMs: number, _variance: number, _person: string, n: Sign = 1): void {
    add(this.story.crossings, `${line} ${way}`, n);
  }
  override visitEnded(zone: string, _tMs: number, dwellS: number, _censored: boolean, n: Sign = 1): void {
    if (n > 0) push(this.story.visits, zone, dwellS);
    else this.story.visits.get(zone)?.splice(this.story.visits.get(zone)?.indexOf(dwellS) ?? 0, 1);
  }
  override balanced(_floor: string, tMs: number, _dtS: number, people: number): void {
    this.story.inside.set(Math.round(tMs / 1000), people);
  }
  override waited(_zone: string, _tMs: number, waitS: number, end: WaitEnd, _variance: number, n: Sign = 1): void {
    if (end === 'abandoned') this.story.gaveUp += n;
    else if (end === 'served' && n > 0) this.story.waitS.push(waitS);
    else if (end === 'served') this.story.waitS.splice(this.story.waitS.indexOf(waitS), 1);
  }
}

/** What a node tells of the film: detections → tracks → floor → events of all its cameras, frame by frame, as live. */
export async function heardOf(folder: string, { fromMs, fps }: Film): Promise<Story> {
  const { site } = loadSite(join(folder, 'site.yaml'));
  const heard = new Heard();
  const outages = outagesOf(folder);
  const occupancy = new Occupancy(site, site.nodes[0].cameras, new QueueJoin(site, heard));
  const cameras = await Promise.all(site.cameras.map((camera) => open(site, camera, folder, occupancy)));
  for (let frame = 1, going = true; going; frame++) {
    going = false;
    const tMs = fromMs + (frame * 1000) / fps;
    for (const camera of cameras) going = (await camera.look(frame, tMs, isOut(outages, camera.id, tMs))) || going;
  }
  for (const camera of cameras) camera.end();
  return heard.story;
}

async function open(site: Site, camera: Site['cameras'][number], folder: string, occupancy: Occupancy) {
  const source = await openSource(camera.source, {
    ...{ request: undefined, fps: undefined, live: false, dropped: {} },
    ...{ folder, signal: new AbortController().signal },
  });
  const { nativeWidth: width, nativeHeight: height } = source;
  const memory = new CameraMemory(site, camera);
  const { tracker, floor, events } = memory.stages({ fps: source.fps ?? camera.fps, width, height });
  const facts = occupancy.of(camera.id);
  const frames = framesOf(source.frames());
  let next = await frames.next();
  let wasOut = false;
  return {
    id: camera.id,
    /** Takes in this frame of the film; false when there is no more. */
    async look(frame: number, tMs: number, isOut: boolean): Promise<boolean> {
      if (next.done) return false;
      if (next.value.frame !== frame || !next.value.detections) return true;
      if (isOut) {
        // A camera that is gone ends what was open, as in the node.
        if (!wasOut) memory.cut(facts);
        wasOut = true;
        next = await frames.next();
        return true;
      }
      wasOut = false;
      tracker.step(tMs, next.value.detections, (t, tracks) => events.step(t, floor.place(tracks), facts));
      next = await frames.next();
      return true;
    },
    end: () => memory.cut(facts),
  };
}

interface Outage {
  camera: string;
  fromMs: number;
  toMs: number;
}

/** A list of boxes cannot say that there was no picture: the node of a real camera knows, and so does this one. */
const outagesOf = (folder: string): Outage[] =>
  truthLines(folder, 'cameras').filter(({ trouble }) => trouble === 'outage') as unknown as Outage[];

const isOut = (outages: readonly Outage[], camera: string, tMs: number): boolean =>
  outages.some((outage) => outage.camera === camera && tMs >= outage.fromMs && tMs < outage.toMs);

async function* framesOf(items: AsyncIterable<{ kind: string; frame?: Frame }>): AsyncGenerator<Frame, void, void> {
  for await (const item of items) if (item.frame) yield item.frame;
}
