import type { Site, Zone } from '../../../models/contract/site.ts';
import { HALL, type Spot } from './record.ts';

const rectangle = (x: number, y: number, w: number, h: number): Zone['polygon'] => [
  [x, y],
  [x + w, y],
  [x + w, y + h],
  [x, y + h],
];

const zone = (id: string, kind: Zone['kind'], polygon: Zone['polygon']): Zone => ({
  id,
  floor: '0',
  kind,
  polygon,
  engagedS: 10,
});

/** A shop of 20 m × 10 m: door at the left, a shelf above, a queue that leads to a till at the right, staff behind it. */
export const SHOP: Site = {
  ...HALL,
  store: 'shop',
  zones: [
    zone('shelf', 'fixture', rectangle(6, 0, 4, 2)),
    zone('queue', 'queue', rectangle(10, 4, 4, 2)),
    zone('till', 'till', rectangle(14, 4, 1.5, 2)),
    zone('office', 'staff', rectangle(17, 0, 3, 10)),
  ],
  lines: [
    { id: 'door', floor: '0', role: 'street', from: [2, 0], to: [2, 10], in: 'left', strictness: 'balanced' },
    { id: 'back', floor: '0', role: 'staff', from: [18.5, 0], to: [18.5, 10], in: 'right', strictness: 'balanced' },
  ],
};

const STEP_S = 0.1;

export type Corner = readonly [xM: number, yM: number, waitS?: number];

/** The way of one person over the corners at 1.2 m/s, standing at those that say so: a position every 0.1 s. */
export function way(...corners: Corner[]): [number, number][] {
  const positions: [number, number][] = [];
  corners.forEach(([x, y, waitS = 0], i) => {
    const next = corners[i + 1];
    for (let k = 0; k < waitS / STEP_S; k++) positions.push([x, y]);
    if (!next) return;
    const steps = Math.max(1, Math.round(Math.hypot(next[0] - x, next[1] - y) / (1.2 * STEP_S)));
    for (let k = 0; k < steps; k++) positions.push([x + ((next[0] - x) * k) / steps, y + ((next[1] - y) * k) / steps]);
  });
  return positions;
}

/** Frames of several people, each from a frame on. */
export function frames(...people: { from?: number; at: [number, number][] }[]): Spot[][] {
  const length = Math.max(...people.map(({ from = 0, at }) => from + at.length));
  return Array.from({ length }, (_, f) =>
    people.flatMap(({ from = 0, at }, i): Spot[] => {
      const spot = at[f - from];
      return spot ? [[i + 1, ...spot]] : [];
    }),
  );
}
