import type { Command } from 'commander';
import { type MotRow, parseMot } from '../../models/contract/mot.ts';
import { answer, numberOption } from '../../models/host/answer.ts';
import { readText } from '../../models/host/read-text.ts';
import { type DetectionScores, evalDetections, parseFrameRange } from './detections.ts';
import { evalTracks, type TrackScores } from './tracks.ts';

/** Measures the tracks file `resultPath` against `gtPath`. */
export function evalTracksFiles(gtPath: string, resultPath: string): TrackScores {
  return evalTracks(readMot(gtPath), readMot(resultPath));
}

/** Measures the detections file `detPath` against `gtPath`; `frames` is `from:to[:step]`. */
export function evalDetectionsFiles(
  gtPath: string,
  detPath: string,
  options: { iou?: number; frames?: string } = {},
): DetectionScores {
  const frames = options.frames === undefined ? undefined : parseFrameRange(options.frames);
  return evalDetections(readMot(gtPath), readMot(detPath), { iou: options.iou, frames });
}

/** Adds `eval tracks` and `eval detections` to the command line. */
export function registerEval(program: Command): void {
  const group = program.command('eval').description('measure tracks or detections against a ground truth (MOT text)');
  group
    .command('tracks')
    .description('HOTA, CLEAR and identity measures')
    .requiredOption('--gt <file>', 'ground truth')
    .requiredOption('--result <file>', 'tracks to measure')
    .option('--json', 'print one JSON object')
    .action((options: { gt: string; result: string; json?: boolean }) => {
      const scores = evalTracksFiles(options.gt, options.result);
      answer(options.json, scores, table(scores));
    });
  group
    .command('detections')
    .description('all-point average precision of one class')
    .requiredOption('--gt <file>', 'ground truth')
    .requiredOption('--det <file>', 'detections to measure')
    .option('--iou <fraction>', 'least overlap of a hit', numberOption('--iou', 0.05, 1), 0.5)
    .option('--frames <range>', 'frames that count, from:to:step')
    .option('--json', 'print one JSON object')
    .action((options: { gt: string; det: string; iou: number; frames?: string; json?: boolean }) => {
      const scores = evalDetectionsFiles(options.gt, options.det, options);
      answer(options.json, scores, table(scores));
    });
}

function readMot(path: string): MotRow[] {
  return parseMot(readText(path), path);
}

function table(scores: object): string {
  const line = ([name, value]: [string, number]) => {
    const shown = Number.isInteger(value) ? String(value) : value.toFixed(4);
    return `${name.padEnd(10)} ${shown.padStart(9)}`;
  };
  return Object.entries(scores).map(line).join('\n');
}
