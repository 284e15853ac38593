import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { AisleError } from '../../models/contract/errors.ts';
import { type MotRow, parseMot } from '../../models/contract/mot.ts';
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
      print(evalTracksFiles(options.gt, options.result), options.json === true);
    });
  group
    .command('detections')
    .description('all-point average precision of one class')
    .requiredOption('--gt <file>', 'ground truth')
    .requiredOption('--det <file>', 'detections to measure')
    .option('--iou <fraction>', 'least overlap of a hit', parseIou, 0.5)
    .option('--frames <range>', 'frames that count, from:to:step')
    .option('--json', 'print one JSON object')
    .action((options: { gt: string; det: string; iou: number; frames?: string; json?: boolean }) => {
      print(evalDetectionsFiles(options.gt, options.det, options), options.json === true);
    });
}

function parseIou(text: string): number {
  const iou = Number(text);
  if (!(iou > 0 && iou <= 1)) {
    throw new AisleError('BAD_CALL', `--iou ${text} is not an overlap`, 'Give a number above 0 and up to 1.');
  }
  return iou;
}

function readMot(path: string): MotRow[] {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new AisleError('NOT_FOUND', `${path} cannot be read`, 'Check the path and its permissions.', { cause });
  }
  return parseMot(text, path);
}

function print(scores: object, json: boolean): void {
  if (json) {
    process.stdout.write(`${JSON.stringify(scores)}\n`);
    return;
  }
  for (const [name, value] of Object.entries(scores)) {
    const shown = Number.isInteger(value) ? String(value) : Number(value).toFixed(4);
    process.stdout.write(`${name.padEnd(10)} ${shown.padStart(9)}\n`);
  }
}
