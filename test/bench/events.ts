import { BASE_NOISE, type Noise, OTHER_NOISE, spoil } from '../../calibration/lab/spoil.ts';
import type { Scene } from '../../calibration/lab/spoil-scenes.ts';
import { type Counter, learn } from '../../edge/analyse.ts';
import { EventEngine } from '../../edge/events/engine.ts';
import { AisleError } from '../../models/contract/errors.ts';
import type { MotRow } from '../../models/contract/mot.ts';
import type { Site } from '../../models/contract/site.ts';
import type { BenchOptions } from './bench.ts';
import { driftFigures } from './events-drift.ts';
import { figuresOf, ours, poisson } from './events-figures.ts';
import { type Measured, measure, siteOf } from './events-measure.ts';
import { hasTrajectories, scenesOf } from './events-scenes.ts';
import { NaiveCounter } from './naive-counter.ts';

export const name = 'events';

/** True crowds spoilt as a tracker errs, counted by the engine and by ids alone, against the truth. */
export async function run({ seed, json }: BenchOptions): Promise<Record<string, unknown>> {
  if (!hasTrajectories())
    throw new AisleError(
      'NOT_FOUND',
      'there are no trajectories',
      'Set AISLE_DATA to the folder that holds trajectories/.',
    );
  const scenes = scenesOf(seed);
  const engine: Make = (site, rows) =>
    new EventEngine(site, site.cameras[0], learn(site, 'c', rows, site.cameras[0].fps));
  const naive: Make = (site) => new NaiveCounter(site);
  const base = measureAll(scenes, BASE_NOISE, seed, engine, json ? undefined : 'engine');
  const counted = measureAll(scenes, BASE_NOISE, seed, naive, json ? undefined : 'naive');
  const other = measureAll(scenes, OTHER_NOISE, seed, engine, json ? undefined : 'other');
  const figures = figuresOf(base, ours);
  const { doors, doorAlone, ...drift } = driftFigures(seed);
  return {
    ...figures,
    driftPer1000: drift.driftPer1000,
    drift: { people: drift.people, neverCloses: drift.neverCloses },
    doors,
    naive: { ...figuresOf(counted, poisson), driftPer1000: doorAlone.driftPer1000, drift: doorAlone },
    otherNoise: figuresOf(other, ours),
  };
}

/** A counter for a tracks file, as `aisle analyse` would make it. */
type Make = (site: Site, rows: readonly MotRow[]) => Counter;

function measureAll(scenes: readonly Scene[], noise: Noise, seed: number, make: Make, label?: string): Measured[] {
  return scenes.map((scene, i) => {
    const site = siteOf(scene);
    const rows = spoil(scene, noise, seed * 31 + i);
    const measured = measure(scene, rows, make(site, rows), site);
    if (label)
      console.error(label, scene.name, JSON.stringify(figuresOf([measured], label === 'naive' ? poisson : ours)));
    return measured;
  });
}
