import { LiveEvents } from '../../models/contract/api/live.ts';
import { Nodes } from '../../models/contract/api/nodes.ts';
import { instant } from '../../models/contract/ids.ts';
import type { CameraState, LiveMessage } from '../../models/contract/node-messages.ts';
import { NOW_MS, type PageStateName, valid } from './page-answers.ts';

/** What the canned gateway says of its nodes, and what they say live. */
const MINUTE = 60_000;
const camera = (state: PageStateName): CameraState => ({
  camera: 'door',
  kind: 'file',
  state: state === 'camera-lost' ? 'lost' : state === 'empty' ? 'starting' : 'running',
  reason: state === 'camera-lost' ? 'no frame for 20 s; trying again' : null,
  repeats: state !== 'suppressed',
  framesPerSecond: state === 'camera-lost' ? 0 : 6.98,
  frames: 35_112,
  detectMs: 41.3,
  coverage: state === 'camera-lost' ? 0 : 0.98,
  dropped: { late: 3 },
});
const provider = {
  provider: 'cpu',
  medianMs: 41.3,
  refused: [
    { provider: 'tensorrt', reason: 'its library is not on this machine' },
    { provider: 'cuda', reason: 'its library is not on this machine' },
    { provider: 'webgpu', reason: 'the adapter is software, 9 times slower than the CPU' },
  ],
};
export const nodes = (state: PageStateName): Nodes =>
  valid(Nodes, {
    nodes: [
      {
        store: 'demo',
        node: 'edge-1',
        state: 'online',
        lastSeen: instant(NOW_MS - 3000),
        birth: {
          version: '0.1.0',
          time: instant(NOW_MS - 3_600_000),
          epoch: '01957a3e-7c00-7000-8000-000000000001',
          siteRevision: 'c0ffee12',
          clock: 'wall',
          cameras: ['door'],
          zones: ['entrance', 'promenade', 'corner', 'queue', 'till'],
          lines: ['door', 'aisle'],
          model: 'yolox-nano-416',
          modelNote: 'Chosen by auto: its weights are in the cache.',
          provider,
          privacy: { k: 1, heatMinutes: 1 },
          footage: 'recording',
        },
        health: {
          time: instant(NOW_MS - 3000),
          uptimeS: 3600,
          residentBytes: 214_000_000,
          provider,
          cameras: [camera(state)],
          outbox: { waiting: 2, oldest: instant(NOW_MS - 20_000), bytes: 8192, lastSeq: 260 },
          restarts: 0,
          ...(state === 'normal' && {
            doors: [
              { line: 'door', direction: 'in' as const, missedShare: 0.083, sd: 0.02, errs: true },
              { line: 'door', direction: 'out' as const, missedShare: 0.004, sd: 0.01, errs: false },
            ],
          }),
        },
        stored: { messages: 258, duplicates: 0, conflicts: 0, refused: 0, lastSeq: 258, missing: 0 },
      },
    ],
  });

export const live = (state: PageStateName): { store: string; node: string } & LiveMessage =>
  valid(LiveEvents.live, {
    store: 'demo',
    node: 'edge-1',
    time: instant(NOW_MS),
    people: 7,
    zones: [
      { zone: 'entrance', occupancy: 2, visits: 3 },
      { zone: 'promenade', occupancy: 3, visits: 4 },
      { zone: 'corner', occupancy: 1, visits: 1 },
      { zone: 'queue', occupancy: 3, visits: 1 },
      { zone: 'till', occupancy: 0, visits: 0 },
    ],
    lines: [{ line: 'door', in: 4, out: 2 }],
    bucket: instant(Math.floor(NOW_MS / MINUTE) * MINUTE),
    cameras: [camera(state)],
  });
