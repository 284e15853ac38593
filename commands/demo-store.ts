import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { DEFAULTS, Simulation } from '../calibration/simulator/simulation.ts';
import { makeViews } from '../calibration/simulator/world/cameras.ts';
import { makeSite } from '../calibration/simulator/world/site.ts';
import { stateFolder } from '../models/host/paths.ts';

const SEED = 1;
const CAMERAS = 6;
const FPS = 5;
/** A day of twelve hours in twelve minutes. */
const SPEED = 60;
/** From a Friday on: the week's shopping has left its gaps in the shelves. */
const WARM_UP_DAYS = 4;

/** The site of the simulated demo store, written where the edge process and a curious person find it. */
export function writeDemoStore(): string {
  const { world } = new Simulation({ ...DEFAULTS, seed: SEED, days: 1 });
  const feed = { kind: 'simulated', seed: SEED, speed: SPEED, cameras: CAMERAS, warmUpDays: WARM_UP_DAYS } as const;
  const site = makeSite(world, makeViews(world, CAMERAS), feed, FPS);
  site.privacy = { k: 1, heatMinutes: 5 };
  const path = join(stateFolder('demo'), 'store.yaml');
  writeFileSync(path, `# Written by "aisle demo --demo store" at each start: a simulated store.\n${stringify(site)}`);
  return path;
}
