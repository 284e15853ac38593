import { formatMotRow } from '../../models/contract/mot.ts';

/** Frames a second of the walk. Its picture is 800 × 600 px; 100 px are 1 m on its floor of 8 × 6 m, seen from straight above. */
export const WALK_FPS = 10;

/** A small generator of our own, so that a seed gives the same walk on every machine. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/**
 * Detections (MOT text) of people who walk about the floor, at about 1 m/s from one point to the next: seen from above,
 * feet at the box's lower edge.
 */
export function walk({ seed = 1, people = 4, seconds = 60 } = {}): string {
  const random = seeded(seed);
  const somewhere = () => ({ x: 60 + random() * 680, y: 120 + random() * 440 });
  const rows: string[] = [];
  const walkers = Array.from({ length: people }, () => ({ at: somewhere(), to: somewhere() }));
  for (let frame = 1; frame <= seconds * WALK_FPS; frame++) {
    for (const walker of walkers) {
      const [dx, dy] = [walker.to.x - walker.at.x, walker.to.y - walker.at.y];
      const left = Math.hypot(dx, dy);
      if (left < 10) walker.to = somewhere();
      else walker.at = { x: walker.at.x + (dx / left) * 10, y: walker.at.y + (dy / left) * 10 };
      const box = { left: walker.at.x - 20, top: walker.at.y - 100, width: 40, height: 100, score: 0.9 };
      rows.push(formatMotRow({ frame, id: -1, ...box }));
    }
  }
  return `${rows.join('\n')}\n`;
}

/** A site file for the walk: two zones with a common edge, one street line along it. */
export function walkSite({
  mqttPort,
  cameras = [{ id: 'door', source: `{ kind: detections, path: walk.txt, fps: ${WALK_FPS}, width: 800, height: 600 }` }],
  detector = '{}',
}: {
  mqttPort: number;
  cameras?: { id: string; source: string }[];
  detector?: string;
}): string {
  const corners =
    '[{ px: [0, 0], m: [0, 0] }, { px: [800, 0], m: [8, 0] }, { px: [800, 600], m: [8, 6] }, { px: [0, 600], m: [0, 6] }]';
  return [
    'version: 1',
    'store: walk',
    'name: Test walk',
    'floors: [{ id: "0", widthM: 8, heightM: 6, cellM: 1 }]',
    `nodes: [{ id: edge-1, cameras: [${cameras.map(({ id }) => id).join(', ')}] }]`,
    'cameras:',
    ...cameras.map(
      ({ id, source }) => `  - { id: ${id}, floor: "0", source: ${source}, calibration: { points: ${corners} } }`,
    ),
    'zones:',
    '  - { id: left, floor: "0", kind: area, polygon: [[0, 0], [4, 0], [4, 6], [0, 6]] }',
    '  - { id: right, floor: "0", kind: area, polygon: [[4, 0], [8, 0], [8, 6], [4, 6]] }',
    'lines:',
    '  - { id: middle, floor: "0", role: street, from: [4, 6], to: [4, 0], in: right }',
    `detector: ${detector}`,
    'privacy: { k: 1, heatMinutes: 1 }',
    `mqtt: { url: "mqtt://127.0.0.1:${mqttPort}" }`,
    '',
  ].join('\n');
}
