import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { formatMotRow, parseMot } from '../../models/contract/mot.ts';
import { answer, numberOption } from '../../models/host/answer.ts';
import { readText } from '../../models/host/read-text.ts';
import { TRACKER_KINDS, type TrackerKind } from '../track/registry.ts';
import { trackRows } from '../track/run.ts';

interface Flags {
  det: string;
  out: string;
  fps: number;
  tracker: string;
  json?: boolean;
}

export function registerTrack(program: Command): void {
  program
    .command('track')
    .description('link detections (MOT text) into tracks')
    .requiredOption('--det <file>', 'detections')
    .requiredOption('--out <file>', 'where the tracks go')
    .option('--fps <rate>', 'frames a second', numberOption('--fps', 0.1, 240), 25)
    .option('--tracker <kind>', TRACKER_KINDS.join(', '), 'byte-track')
    .option('--json', 'print one JSON object')
    .action((flags: Flags) => {
      const detections = parseMot(readText(flags.det), flags.det);
      const start = performance.now();
      const run = trackRows(detections, { fps: flags.fps, tracker: { kind: flags.tracker as TrackerKind } });
      const seconds = (performance.now() - start) / 1000;
      writeFileSync(flags.out, run.rows.map((row) => `${formatMotRow(row)}\n`).join(''));
      const framesPerSecond = Math.round(run.frames / Math.max(seconds, 1e-6));
      const result = { frames: run.frames, tracks: run.tracks, framesPerSecond };
      answer(flags.json, result, `${run.tracks} tracks in ${run.frames} frames, ${framesPerSecond} frames/s`);
    });
}
