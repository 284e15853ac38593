import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NOISES } from '../../calibration/simulator/film/noise.ts';
import { writeFilm } from '../../calibration/simulator/output/film-files.ts';
import { progressBar } from '../../calibration/simulator/output/progress.ts';
import { simulateStore } from '../../calibration/simulator/output/simulate.ts';
import type { Itinerary } from '../../calibration/simulator/people/itinerary.ts';
import { printAlbum } from '../../calibration/simulator/picture/print.ts';
import { DEFAULTS, Simulation } from '../../calibration/simulator/simulation.ts';
import { makeViews } from '../../calibration/simulator/world/cameras.ts';
import type { BenchOptions } from './bench.ts';

export const name = 'simulator';

const BUDGET = { yearMinutes: 10, memoryGB: 1, filmSeconds: 20 };
const CAMERAS = 8;
const FPS = 10;
const HOUR_MS = 3_600_000;

const PICTURES = { shelfCameras: 4, everyMinutes: 60, shakePx: 0, frames: [] };

/**
 * A store-year of messages, sales and truth, an hour of boxes, and a day's shelf pictures, all written to disk, beside
 * their budgets. CPU seconds are those of all threads: what the machine does for others lengthens the time, not them.
 */
export async function run({ seed, json }: BenchOptions): Promise<Record<string, unknown>> {
  const folder = mkdtempSync(join(tmpdir(), 'aisle-bench-simulator-'));
  try {
    const year = yearOf(folder, seed, json);
    const film = filmOf(folder, seed);
    const pictures = await picturesOf(folder, seed);
    return { ...year, ...film, ...pictures, budget: BUDGET };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const round = (value: number, digits: number): number => Number(value.toFixed(digits));

/** Seconds by the clock and of the CPU since then. */
function stopwatch(): () => { seconds: number; cpuSeconds: number } {
  const started = performance.now();
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return { seconds: (performance.now() - started) / 1000, cpuSeconds: (user + system) / 1e6 };
  };
}

function yearOf(folder: string, seed: number, quiet: boolean) {
  const noFilm = { minutes: 0, from: 0, cameras: CAMERAS, fps: FPS, noise: NOISES.base };
  const progress = quiet ? () => undefined : progressBar('store-year');
  const stop = stopwatch();
  const { visits, sales, messages } = simulateStore(folder, { ...DEFAULTS, seed, days: 365 }, noFilm, progress);
  const { seconds, cpuSeconds } = stop();
  const paths = readdirSync(folder, { recursive: true }) as string[];
  const bytes = paths.reduce((sum, path) => sum + statSync(join(folder, path)).size, 0);
  return {
    yearMinutes: round(seconds / 60, 2),
    yearCpuMinutes: round(cpuSeconds / 60, 2),
    // Resident set at its highest, the runtime included.
    memoryGB: round(process.resourceUsage().maxRSS / 2 ** 20, 2),
    products: DEFAULTS.products,
    visits,
    sales,
    messages,
    writtenGB: round(bytes / 1e9, 2),
    msAVisit: round((seconds * 1000) / visits, 2),
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
  const stop = stopwatch();
  const { boxes } = writeFilm(join(folder, 'film'), simulation, makeViews(simulation.world, CAMERAS), its, plan);
  const { seconds, cpuSeconds } = stop();
  const times = { filmSeconds: round(seconds, 1), filmCpuSeconds: round(cpuSeconds, 1) };
  return { ...times, filmCameras: CAMERAS, filmFps: FPS, filmBoxes: boxes };
}

async function picturesOf(folder: string, seed: number) {
  const noFilm = { minutes: 0, from: 0, cameras: CAMERAS, fps: FPS, noise: NOISES.base };
  const at = join(folder, 'pictures');
  const { album } = simulateStore(at, { ...DEFAULTS, seed, days: 1 }, noFilm, () => undefined, PICTURES);
  if (!album) throw new Error('no pictures were asked for');
  const stop = stopwatch();
  const { pictures } = await printAlbum(at, album);
  const { seconds, cpuSeconds } = stop();
  return {
    pictures,
    picturesASecond: round(pictures / seconds, 1),
    pictureCpuMs: round((cpuSeconds * 1000) / pictures, 0),
  };
}
