import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NOISES } from '../../calibration/simulator/film/noise.ts';
import { writeFilm } from '../../calibration/simulator/output/film-files.ts';
import { progressBar } from '../../calibration/simulator/output/progress.ts';
import { simulateStore } from '../../calibration/simulator/output/simulate.ts';
import type { Itinerary } from '../../calibration/simulator/people/itinerary.ts';
import { DEFAULTS, Simulation } from '../../calibration/simulator/simulation.ts';
import { makeViews } from '../../calibration/simulator/world/cameras.ts';
import type { BenchOptions } from './bench.ts';

export const name = 'simulator';

const BUDGET = { yearMinutes: 10, memoryGB: 1, filmSeconds: 20 };
const CAMERAS = 8;
const FPS = 10;
const HOUR_MS = 3_600_000;

/** A store-year of messages, sales and truth, and an hour of boxes, all written to disk, beside their budgets. */
export async function run({ seed, json }: BenchOptions): Promise<Record<string, unknown>> {
  const folder = mkdtempSync(join(tmpdir(), 'aisle-bench-simulator-'));
  try {
    const year = yearOf(folder, seed, json);
    const film = filmOf(folder, seed);
    return { ...year, ...film, budget: BUDGET };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function yearOf(folder: string, seed: number, quiet: boolean) {
  const noFilm = { minutes: 0, from: 0, cameras: CAMERAS, fps: FPS, noise: NOISES.base };
  const progress = quiet ? () => undefined : progressBar('store-year');
  const started = performance.now();
  const { visits, sales, messages } = simulateStore(folder, { ...DEFAULTS, seed, days: 365 }, noFilm, progress);
  const seconds = (performance.now() - started) / 1000;
  const paths = readdirSync(folder, { recursive: true }) as string[];
  const bytes = paths.reduce((sum, path) => sum + statSync(join(folder, path)).size, 0);
  return {
    yearMinutes: Math.round((seconds / 60) * 100) / 100,
    // Resident set at its highest, the runtime included.
    memoryGB: Math.round(process.resourceUsage().maxRSS / 1024 / 10.24) / 100,
    products: DEFAULTS.products,
    visits,
    sales,
    messages,
    writtenGB: Math.round(bytes / 1e7) / 100,
    msAVisit: Math.round((seconds * 1e5) / visits) / 100,
  };
}

function filmOf(folder: string, seed: number) {
  const simulation = new Simulation({ ...DEFAULTS, seed, days: 7 });
  const day = simulation.calendar.find((d) => d.open);
  if (!day?.open) throw new Error('the store never opens');
  const its: Itinerary[] = [];
  const ignore = () => undefined;
  const shop = simulation.open({
    dayBegan: ignore,
    visited: (it) => its.push(it),
    sold: ignore,
    reached: ignore,
    dayEnded: ignore,
  });
  for (const d of simulation.calendar.slice(0, day.index + 1)) shop.runDay(d);
  const fromMs = day.open.fromMs + 9 * HOUR_MS;
  const plan = { fromMs, frames: 3600 * FPS, fps: FPS, noise: NOISES.base };
  const started = performance.now();
  const { boxes } = writeFilm(join(folder, 'film'), simulation, makeViews(simulation.world, CAMERAS), its, plan);
  const seconds = (performance.now() - started) / 1000;
  return { filmSeconds: Math.round(seconds * 10) / 10, filmCameras: CAMERAS, filmFps: FPS, filmBoxes: boxes };
}
