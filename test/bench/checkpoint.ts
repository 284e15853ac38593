import { checkpointText, resume } from '../../edge/checkpoint.ts';
import type { TrackSink } from '../../edge/track/tracker.ts';
import { parseSite } from '../../models/contract/site-parse.ts';
import { detectionsOf } from '../support/detections.ts';
import { type BenchOptions, median } from './bench.ts';
import { makeCrowd } from './crowd.ts';

export const name = 'checkpoint';

const PEOPLE = 30;
const MINUTES = 14;
const EVERY_S = 5;

const SITE = `
version: 1
store: bench
floors: [{ id: "0", widthM: 24, heightM: 16, cellM: 0.5 }]
nodes: [{ id: edge-1, cameras: [hall] }]
cameras:
  - id: hall
    floor: "0"
    source: { kind: rtsp, url: "rtsp://127.0.0.1/1" }
    fps: 15
    calibration: { points: [{ px: [0, 0], m: [0, 0] }, { px: [1920, 0], m: [24, 0] }, { px: [1920, 1080], m: [24, 16] }, { px: [0, 1080], m: [0, 16] }] }
zones:
  - { id: left, floor: "0", kind: area, polygon: [[0, 0], [12, 0], [12, 16], [0, 16]] }
  - { id: right, floor: "0", kind: area, polygon: [[12, 0], [24, 0], [24, 16], [12, 16]] }
  - { id: queue, floor: "0", kind: queue, polygon: [[14, 6], [20, 6], [20, 10], [14, 10]] }
  - { id: till, floor: "0", kind: till, polygon: [[20, 6], [22, 6], [22, 10], [20, 10]] }
lines: [{ id: middle, floor: "0", role: street, from: [12, 16], to: [12, 0], in: right }]
privacy: { k: 1, heatMinutes: 15 }
`;

/**
 * The checkpoint of one camera with 30 people, every 5 s through a heat period of 15 minutes: size, the time for which
 * frames wait for it (snapshots and text), the time to go on from it, and the sizes of its parts at the end.
 */
export async function run({ seed }: BenchOptions): Promise<Record<string, unknown>> {
  const parsed = parseSite(SITE);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  const site = { path: '', site: parsed.site, revision: 'bench' };
  const crowd = makeCrowd(seed, PEOPLE, MINUTES * 60 * 15);
  const node = resume(undefined, site, 'edge-1');
  const { book, memories } = node;
  const memory = memories.get('hall');
  if (!memory) throw new Error('no camera');
  const { tracker, floor, events } = memory.stages({ fps: crowd.fps, width: 1920, height: 1080 });
  const facts = node.occupancy.of('hall');
  const sink: TrackSink = (tMs, tracks) => events.step(tMs, floor.place(tracks), facts);
  const ms: number[] = [];
  let text = '';
  let bytes = 0;
  crowd.det.forEach((rows, frame) => {
    const tMs = (frame * 1000) / crowd.fps;
    tracker.step(tMs, detectionsOf(rows), sink);
    book.closeDue(tMs);
    if (frame % (EVERY_S * crowd.fps) !== 0) return;
    const start = performance.now();
    text = checkpointText(site, node);
    ms.push(performance.now() - start);
    bytes = Math.max(bytes, Buffer.byteLength(text));
  });
  const start = performance.now();
  const { faults } = resume(text, site, 'edge-1');
  const resumeMs = performance.now() - start;
  if (faults.length > 0) throw new Error(faults.join());
  const { book: counted, cameras } = JSON.parse(text);
  const size = (value: unknown) => JSON.stringify(value).length;
  return {
    people: PEOPLE,
    bytes,
    medianMs: tidy(median(ms)),
    longestMs: tidy(Math.max(...ms)),
    resumeMs: tidy(resumeMs),
    parts: { tracker: size(cameras.hall.sight), events: size(cameras.hall.events), book: size(counted) },
  };
}

const tidy = (value: number) => Math.round(value * 100) / 100;
