import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { DEFAULTS, Simulation } from '../calibration/simulator/simulation.ts';
import { makeViews } from '../calibration/simulator/world/cameras.ts';
import { makeSite } from '../calibration/simulator/world/site.ts';
import type { Site } from '../models/contract/site.ts';
import { stateFolder } from '../models/host/paths.ts';

const FPS = 5;
const DEMO = {
  seed: 1,
  /** A day of twelve hours in twelve minutes. */
  speed: 60,
  products: 1000,
  cameras: 6,
  /** From a Friday on: the week's shopping has left its gaps in the shelves. */
  warmUpDays: 4,
};

/** The site of the simulated demo store, or of one like it. */
export function demoStore(changes: Partial<typeof DEMO> = {}): Site {
  const feed = { kind: 'simulated', ...DEMO, ...changes } as const;
  const { world } = new Simulation({ ...DEFAULTS, seed: feed.seed, products: feed.products, days: 1 });
  const site = makeSite(world, makeViews(world, feed.cameras), feed, FPS);
  return { ...site, privacy: { k: 1, heatMinutes: 5 } };
}

/** Written where the edge process and a curious person find it. */
export function writeDemoStore(): string {
  const path = join(stateFolder('demo'), 'store.yaml');
  writeFileSync(
    path,
    `# Written by "aisle demo --demo store" at each start: a simulated store.\n${stringify(demoStore())}`,
  );
  return path;
}
