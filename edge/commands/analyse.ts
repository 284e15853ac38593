import type { Command } from 'commander';
import { parseTracks } from '../../models/contract/mot.ts';
import { answer, numberOption } from '../../models/host/answer.ts';
import { readText } from '../../models/host/read-text.ts';
import { loadSite } from '../../models/host/site-file.ts';
import { analyse } from '../analyse.ts';

interface Flags {
  site: string;
  camera: string;
  tracks: string;
  fps: number;
  json?: boolean;
}

export function registerAnalyse(program: Command): void {
  program
    .command('analyse')
    .description('lines, zones, flows and heat of a tracks file')
    .requiredOption('--site <file>', 'site file')
    .requiredOption('--camera <id>', 'the camera whose tracks they are')
    .requiredOption('--tracks <file>', 'tracks (MOT text)')
    .requiredOption('--fps <rate>', 'frames a second', numberOption('--fps', 0.1, 240))
    .option('--json', 'print one JSON object')
    .action((flags: Flags) => {
      const rows = parseTracks(readText(flags.tracks), flags.tracks);
      const { people, offFloor, ...rest } = analyse(loadSite(flags.site).site, flags.camera, rows, flags.fps);
      const result = { ...rest, dropped: { offFloor } };
      const personS = result.heat.personS.reduce((a, b) => a + b, 0);
      const text = [
        `${(people.reduce((a, b) => a + b, 0) / Math.max(1, people.length)).toFixed(2)} people on average, ${personS.toFixed(0)} person-seconds`,
        ...Object.entries(result.lines).map(([id, l]) => `line ${id}: ${l.in} in, ${l.out} out`),
        ...Object.entries(result.zones).map(
          ([id, z]) => `zone ${id}: ${z.visits} visits, dwell ${z.dwellS.mean?.toFixed(1) ?? '–'} s`,
        ),
        ...(offFloor > 0 ? [`${offFloor} positions off the plan, left out`] : []),
        ...result.flows.map((f) => `${f.from} → ${f.to}: ${f.count}`),
      ];
      answer(flags.json, result, text.join('\n'));
    });
}
