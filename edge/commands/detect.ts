import { existsSync, statSync, writeFileSync } from 'node:fs';
import { extname } from 'node:path';
import type { Command } from 'commander';
import { AisleError } from '../../models/contract/errors.ts';
import { formatMotRow } from '../../models/contract/mot.ts';
import { PROVIDERS } from '../../models/contract/site.ts';
import type { Source } from '../../models/contract/source.ts';
import { answer, numberOption } from '../../models/host/answer.ts';
import { createLogger } from '../../models/host/log.ts';
import { createDetector, detectionsBuffer } from '../detect/detector.ts';
import { chooseProvider, inferenceThreads } from '../detect/provider.ts';
import type { Provider } from '../detect/session.ts';
import { locateWeights } from '../detect/weights.ts';
import { openSource } from '../source/registry.ts';

export interface DetectOptions {
  input: string;
  model: string;
  provider: 'auto' | Provider;
  minScore: number;
  /** Added to each frame's number. */
  frameOffset: number;
}

export interface DetectResult {
  rows: string[];
  frames: number;
  detections: number;
  msPerFrame: number;
  provider: string;
  model: string;
}

const PICTURES = new Set(['.jpg', '.jpeg', '.png', '.webp', '.tif', '.tiff', '.bmp']);

/** Detects people in a video, a picture or a folder of pictures. Answers MOT rows in pixels of the native size. */
export async function detectFile(options: DetectOptions): Promise<DetectResult> {
  const { input } = options;
  if (!existsSync(input)) {
    throw new AisleError(
      'NOT_FOUND',
      `there is nothing at ${input}`,
      'Give a video, a picture or a folder with --input.',
    );
  }
  const pictures = statSync(input).isDirectory() || PICTURES.has(extname(input).toLowerCase());
  const source: Source = pictures
    ? { kind: 'images', path: input, fps: 1, realTime: false }
    : { kind: 'file', path: input, realTime: false };
  const weights = await locateWeights(options.model, { log: createLogger('detect', 'warn') });
  const { provider } = await chooseProvider(weights.path, options.provider);
  const detector = await createDetector({
    manifest: weights.manifest,
    path: weights.path,
    provider,
    minScore: options.minScore,
    threads: inferenceThreads(),
  });
  try {
    const open = await openSource(source, {
      request: detector.request,
      fps: undefined,
      live: false,
      folder: process.cwd(),
      signal: new AbortController().signal,
      dropped: {},
    });
    const found = detectionsBuffer();
    const rows: string[] = [];
    let frames = 0;
    let ms = 0;
    for await (const item of open.frames()) {
      if (item.kind !== 'frame' || !item.frame.pixels) continue;
      const start = performance.now();
      await detector.detect(item.frame.pixels, found);
      ms += performance.now() - start;
      frames++;
      for (let i = 0; i < found.count; i++) {
        const [left, top, right, bottom] = found.xyxy.subarray(4 * i, 4 * i + 4);
        const box = { left, top, width: right - left, height: bottom - top, score: found.score[i] };
        rows.push(formatMotRow({ frame: item.frame.frame + options.frameOffset, id: -1, ...box }));
      }
    }
    const msPerFrame = frames > 0 ? Math.round((ms / frames) * 100) / 100 : 0;
    return { rows, frames, detections: rows.length, msPerFrame, provider, model: detector.model };
  } finally {
    await detector.close();
  }
}

interface Flags extends Omit<DetectOptions, 'provider'> {
  provider: string;
  out: string;
  json?: boolean;
}

export function registerDetect(program: Command): void {
  program
    .command('detect')
    .description('find people in a video, a picture or a folder of pictures; writes MOT text')
    .requiredOption('--input <path>', 'video, picture or folder of pictures')
    .requiredOption('--out <file>', 'where the detections go')
    .option('--model <name>', 'a model of "aisle models list", or auto', 'auto')
    .option('--provider <name>', PROVIDERS.join(', '), 'auto')
    .option('--min-score <score>', 'leave out what scores lower', numberOption('--min-score', 0, 1), 0.05)
    .option('--frame-offset <frames>', 'added to each frame number', numberOption('--frame-offset', -1e9), 0)
    .option('--json', 'print one JSON object')
    .action(async (flags: Flags) => {
      if (!PROVIDERS.includes(flags.provider as (typeof PROVIDERS)[number])) {
        throw new AisleError(
          'BAD_CALL',
          `there is no provider ${flags.provider}`,
          `Use one of: ${PROVIDERS.join(', ')}.`,
        );
      }
      const { rows, ...result } = await detectFile({ ...flags, provider: flags.provider as 'auto' | Provider });
      writeFileSync(flags.out, rows.map((row) => `${row}\n`).join(''));
      const text = `${result.detections} detections in ${result.frames} frames, ${result.msPerFrame} ms a frame (${result.model} on ${result.provider})`;
      answer(flags.json, result, text);
    });
}
