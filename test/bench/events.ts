import { BASE_NOISE, type Noise, OTHER_NOISE, spoil } from '../../calibration/lab/spoil.ts';
import type { Scene } from '../../calibration/lab/spoil-scenes.ts';
import type { Counter } from '../../edge/analyse.ts';
import { EventEngine } from '../../edge/events/engine.ts';
import { countInterval } from '../../models/aggregate/interval.ts';
import { AisleError } from '../../models/contract/errors.ts';
import type { Site } from '../../models/contract/site.ts';
import type { BenchOptions } from './bench.ts';
import { driftFigures } from './events-drift.ts';
import { type Measured, measure, siteOf, type Window } from './events-measure.ts';
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
  const engine = (site: Site): Counter => new EventEngine(site, site.cameras[0]);
  const naive = (site: Site): Counter => new NaiveCounter(site);
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

function measureAll(
  scenes: readonly Scene[],
  noise: Noise,
  seed: number,
  make: (site: Site) => Counter,
  label?: string,
): Measured[] {
  return scenes.map((scene, i) => {
    const site = siteOf(scene);
    const measured = measure(scene, spoil(scene, noise, seed * 31 + i), make(site), site);
    if (label)
      console.error(label, scene.name, JSON.stringify(figuresOf([measured], label === 'naive' ? poisson : ours)));
    return measured;
  });
}

const tidy = (value: number) => Math.round(value * 1e4) / 1e4;

function figuresOf(parts: readonly Measured[], intervalOf: (window: Window) => [number, number]) {
  const sum = (of: (m: Measured) => number) => parts.reduce((total, part) => total + of(part), 0);
  const dwell = parts.flatMap((part) => part.dwell);
  const windows = parts.flatMap((part) => part.windows);
  const intervals = windows.map((window) => ({ ...window, interval: intervalOf(window) }));
  const large = intervals.filter(({ count }) => count >= 100);
  const widths = large.map(({ count, interval: [lo, hi] }) => (hi - lo) / count).sort((a, b) => a - b);
  return {
    entriesError: tidy(sum((m) => m.entries.error) / sum((m) => m.entries.truth)),
    visitsError: tidy(sum((m) => m.visits.error) / sum((m) => m.visits.truth)),
    dwellMape: tidy(dwell.reduce((a, b) => a + b, 0) / dwell.length),
    windows: windows.length,
    intervalCoverage: tidy(
      intervals.filter(({ truth, interval: [lo, hi] }) => truth >= lo && truth <= hi).length / windows.length,
    ),
    intervalWidth: tidy(widths[widths.length >> 1] ?? Number.NaN),
    winkler: tidy(
      intervals.reduce((total, { truth, interval }) => total + winkler(truth, interval), 0) / windows.length,
    ),
  };
}

/** The naive counter's: as if people came by chance and each were counted right. */
function poisson({ count }: Window): [number, number] {
  const half = 1.96 * Math.sqrt(count);
  return [Math.max(0, count - half), count + half];
}

const ours = ({ count, variance }: Window): [number, number] => countInterval(count, variance);

/** Width of a 95 % interval, and 40 times how far the truth is outside of it (Winkler 1972). */
const winkler = (truth: number, [lo, hi]: [number, number]) =>
  hi - lo + 40 * (Math.max(0, lo - truth) + Math.max(0, truth - hi));
