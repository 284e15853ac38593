import { EventEngine } from '../../../edge/events/engine.ts';
import type { Site } from '../../../models/contract/site.ts';
import { type Spot, Sums, tracksOf } from './record.ts';
import { SHOP } from './shop.ts';

const EMPTY_S = 20;

/** Runs frames of 0.1 s and some empty ones through an engine; half-way its state goes through JSON. */
export function run(spots: Spot[][], site: Site = SHOP): Sums {
  const sums = new Sums();
  const all = [...spots, ...Array.from({ length: EMPTY_S * 10 }, (): Spot[] => [])];
  let engine = new EventEngine(site, site.cameras[0]);
  all.forEach((frame, i) => {
    if (i === all.length >> 1) {
      const state = JSON.parse(JSON.stringify(engine.snapshot()));
      engine = new EventEngine(site, site.cameras[0]);
      engine.restore(state);
    }
    engine.step(i * 100, tracksOf(frame), sums);
  });
  engine.cut(sums);
  return sums;
}

export const toTill = [
  [0.5, 5],
  [11, 5, 20],
  [14.5, 5, 30],
  [14.5, 9],
  [0.5, 9],
] as const;
