import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NOISES } from '../../calibration/simulator/film/noise.ts';
import { simulateStore } from '../../calibration/simulator/output/simulate.ts';
import { DEFAULTS } from '../../calibration/simulator/simulation.ts';
import type { BenchOptions } from './bench.ts';
import { boundOf } from './truth-bound.ts';
import { heardOf, type Story, truthOf } from './truth-measure.ts';

export const name = 'truth';

/** All, or those that the environment names: FAMILIES=clean,base. */
const FAMILIES = process.env.FAMILIES?.split(',') ?? Object.keys(NOISES);
const FPS = 10;
const MINUTES = 30;
/** Zones with fewer true visits say nothing of a mean. */
const LEAST_VISITS = 10;

/**
 * The product against a store whose truth is known: half an hour of eight cameras in the evening rush of a simulated day,
 * boxes spoilt in several ways, from detections to the counts, dwell, people inside and waits that a node would tell.
 * `bound`: what a perfect tracker of what the counting cameras see would be off by.
 */
export async function run({ seed, json }: BenchOptions): Promise<Record<string, unknown>> {
  const figures: Record<string, unknown> = {};
  for (const family of FAMILIES) {
    figures[family] = await measure(seed, family);
    if (!json) console.error(family, JSON.stringify(figures[family]));
  }
  return figures;
}

async function measure(seed: number, family: string): Promise<Record<string, unknown>> {
  const folder = mkdtempSync(join(tmpdir(), 'aisle-truth-'));
  try {
    const film = { minutes: MINUTES, from: 17 * 60, cameras: 8, fps: FPS, noise: NOISES[family] };
    simulateStore(folder, { ...DEFAULTS, seed, days: 1 }, film, () => undefined);
    const truth = truthOf(folder, FPS);
    return compare(truth.story, await heardOf(folder, truth.film), boundOf(folder));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type Counts = Pick<Story, 'crossings' | 'visits'>;

export function compare(truth: Story, heard: Story, bound: Counts) {
  const keys = <T>(of: (story: Counts) => ReadonlyMap<string, T>) => [
    ...new Set([...of(truth).keys(), ...of(heard).keys()]),
  ];
  const off = (told: Counts, count: (story: Counts, key: string) => number, all: string[]) => {
    const sum = all.reduce((total, key) => total + count(truth, key), 0);
    return tidy(all.reduce((total, key) => total + Math.abs(count(told, key) - count(truth, key)), 0) / sum);
  };
  const crossings = (story: Counts, key: string) => story.crossings.get(key) ?? 0;
  const visits = (story: Counts, key: string) => story.visits.get(key)?.length ?? 0;
  const zones = keys((story) => story.visits);
  const entries = keys((story) => story.crossings).filter((key) => key.endsWith(' in'));
  const visited = zones.filter((zone) => visits(truth, zone) >= LEAST_VISITS);
  const dwellOff = (told: Counts) =>
    tidy(mean(visited.map((z) => Math.abs(mean(told.visits.get(z) ?? []) / mean(truth.visits.get(z) ?? []) - 1))));
  const errors = (count: (story: Counts, key: string) => number, all: string[]) => ({
    truth: all.reduce((n, key) => n + count(truth, key), 0),
    error: off(heard, count, all),
    bound: off(bound, count, all),
  });
  const inside = [...heard.inside].filter(([second]) => truth.inside.has(second));
  const peopleTrue = inside.map(([second]) => truth.inside.get(second) as number);
  return {
    entries: errors(crossings, entries),
    visits: errors(visits, zones),
    dwell: { zones: visited.length, error: dwellOff(heard), bound: dwellOff(bound) },
    inside: {
      truth: tidy(mean(peopleTrue)),
      meanError: tidy(mean(inside.map(([, n], i) => Math.abs(n - peopleTrue[i])))),
      bias: tidy(mean(inside.map(([, n], i) => n - peopleTrue[i]))),
    },
    queue: {
      ...{ served: heard.waitS.length, servedTruth: truth.waitS.length },
      ...{ waitS: tidy(mean(heard.waitS)), waitTruthS: tidy(mean(truth.waitS)) },
      ...{ gaveUp: heard.gaveUp, gaveUpTruth: truth.gaveUp },
    },
  };
}

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / Math.max(1, values.length);
const tidy = (value: number) => Math.round(value * 1e4) / 1e4;
