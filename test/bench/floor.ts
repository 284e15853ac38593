import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { analyse } from '../../edge/analyse.ts';
import { detectFile } from '../../edge/commands/detect.ts';
import { trackRows } from '../../edge/track/run.ts';
import { AisleError } from '../../models/contract/errors.ts';
import { parseMot } from '../../models/contract/mot.ts';
import { loadSite } from '../../models/host/site-file.ts';
import { DATA, FOOTAGE, missing } from '../support/data.ts';
import type { BenchOptions } from './bench.ts';

export const name = 'floor';
const FRAMES = 795;
const FPS = 7;

/** People on the floor in the demo's footage, from pixels, against the sequence's ground truth, frame by frame. */
export async function run(_options: BenchOptions): Promise<Record<string, unknown>> {
  const gtFile = join(DATA, 'mot', 'PETS09-S2L1', 'gt', 'gt.txt');
  const absent = missing(gtFile, FOOTAGE);
  if (absent)
    throw new AisleError('NOT_FOUND', absent, 'Set AISLE_DATA to the folder that holds mot/, and run npm start once.');
  const figures = await measureFloor(gtFile, 'auto');
  return {
    ...figures,
    peopleError: relative(figures.people, figures.truePeople),
    personSecondsError: relative(figures.personSeconds, figures.truePersonSeconds),
  };
}

const relative = (value: number, truth: number) => Math.round((value / truth - 1) * 1e4) / 1e4;
const tidy = (value: number) => Math.round(value * 1000) / 1000;

export async function measureFloor(gtFile: string, model: string) {
  const truth = new Array<number>(FRAMES).fill(0);
  for (const row of parseMot(readFileSync(gtFile, 'utf8'), gtFile)) truth[row.frame - 1]++;
  const { site } = loadSite('site/demo.yaml');
  const found = await detectFile({
    input: FOOTAGE,
    model,
    provider: 'cpu',
    minScore: site.detector.minScore,
    frameOffset: 0,
  });
  const detections = parseMot(found.rows.join('\n'));
  const tracks = trackRows(detections, { fps: FPS, tracker: { kind: 'byte-track' } });
  const { people, heat } = analyse(site, 'square', tracks.rows, FPS);
  const counts = truth.map((_, i) => people[i] ?? 0);
  const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
  return {
    model: found.model,
    frames: found.frames,
    people: tidy(sum(counts) / FRAMES),
    truePeople: tidy(sum(truth) / FRAMES),
    meanAbsoluteError: tidy(sum(truth.map((n, i) => Math.abs(n - counts[i]))) / FRAMES),
    personSeconds: tidy(sum(heat.personS)),
    truePersonSeconds: tidy(sum(truth) / FPS),
  };
}
