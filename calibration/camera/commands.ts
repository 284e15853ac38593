import type { Command } from 'commander';
import { answer } from '../../models/host/answer.ts';
import { readText } from '../../models/host/read-text.ts';
import { fitPairs } from './fit.ts';
import { parsePoints } from './points.ts';

interface Flags {
  points: string;
  check?: string;
  json?: boolean;
}

export function registerCalibrate(program: Command): void {
  program
    .command('calibrate')
    .description('fit the map from pixels to metres to point pairs (CSV: u,v,x,y) and print its errors')
    .requiredOption('--points <file>', 'pairs to fit')
    .option('--check <file>', 'pairs kept apart, to measure the error on')
    .option('--json', 'print one JSON object')
    .action((flags: Flags) => {
      const pairs = parsePoints(readText(flags.points), flags.points);
      const check = flags.check ? parsePoints(readText(flags.check), flags.check) : [];
      const fit = fitPairs(pairs, check);
      const cm = (m: number) => `${(m * 100).toFixed(1)} cm`;
      const text = [
        `homography: [${fit.homography.map((v) => Number(v.toPrecision(9))).join(', ')}]`,
        `${fit.inliers} of ${pairs.length} points fit: median ${cm(fit.medianErrorM)}, 95 % within ${cm(fit.p95ErrorM)}`,
      ];
      if (fit.check) text.push(`check: median ${cm(fit.check.medianErrorM)}, 95 % within ${cm(fit.check.p95ErrorM)}`);
      answer(flags.json, fit, text.join('\n'));
    });
}
