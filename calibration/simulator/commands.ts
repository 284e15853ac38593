import { join } from 'node:path';
import type { Command } from 'commander';
import { IANAZone } from 'luxon';
import Type from 'typebox';
import { parse } from 'yaml';
import { AisleError } from '../../models/contract/errors.ts';
import { check } from '../../models/contract/parse.ts';
import { answer, numberOption } from '../../models/host/answer.ts';
import { readText } from '../../models/host/read-text.ts';
import { NULLS, type Null, Scenario } from './economy/options.ts';
import { NOISES } from './film/noise.ts';
import { progressBar } from './output/progress.ts';
import { simulateStore } from './output/simulate.ts';
import { BEHAVIOURS, type BehaviourName } from './people/behaviours.ts';
import { printAlbum } from './picture/print.ts';
import { DEFAULTS } from './simulation.ts';
import { LEAST_CLOSED_HOURS, OPENING, type Opening } from './world/calendar.ts';

interface Flags {
  seed: number;
  days: number;
  out: string;
  stores: number;
  scenario?: string;
  behaviour: string;
  null?: string[];
  products: number;
  start: string;
  timeZone: string;
  open: string;
  sundays?: boolean;
  film: number;
  filmFrom: string;
  cameras: number;
  fps: number;
  noise: string;
  pictures: number;
  pictureEvery: number;
  pictureShake: number;
  frames?: string[];
  at: string;
  json?: boolean;
}

/** Adds `simulate` to the command line. */
export function registerSimulate(program: Command): void {
  const whole = (name: string, least: number, most: number) => (text: string) =>
    Math.floor(numberOption(name, least, most)(text));
  program
    .command('simulate')
    .description('a store whose every fact is known: messages, sales, detections, and the truth beside them')
    .requiredOption('--seed <n>', 'same seed, same bytes', whole('--seed', 0, 2 ** 31))
    .requiredOption('--days <n>', 'calendar days', whole('--days', 1, 3660))
    .requiredOption('--out <folder>', 'where the files go')
    .option('--stores <n>', 'a chain of so many; each gets a folder of its own', whole('--stores', 1, 1000), 1)
    .option('--scenario <file>', 'an action to take: JSON or YAML')
    .option('--behaviour <name>', Object.keys(BEHAVIOURS).join(', '), DEFAULTS.behaviour)
    .option('--null <what...>', `a world in which it adds nothing: ${NULLS.join(', ')}`)
    .option('--products <n>', 'products in the catalogue', whole('--products', 50, 20_000), DEFAULTS.products)
    .option('--start <date>', 'first day, YYYY-MM-DD', DEFAULTS.start)
    .option('--time-zone <zone>', 'of the store’s clock', OPENING.timeZone)
    .option('--open <hours>', 'hours of the day, FROM-TO', `${OPENING.from}-${OPENING.to}`)
    .option('--sundays', 'open on Sundays too')
    .option(
      '--film <minutes>',
      'minutes of the first open day that the cameras film',
      numberOption('--film', 0, 720),
      60,
    )
    .option('--film-from <time>', 'when the film begins, HH:MM in the store', '17:00')
    .option('--cameras <n>', 'cameras that film', whole('--cameras', 1, 64), 8)
    .option('--fps <rate>', 'pictures a second', numberOption('--fps', 1, 30), 10)
    .option('--noise <family>', Object.keys(NOISES).join(', '), 'base')
    .option(
      '--pictures <n>',
      'shelf cameras whose pictures of the first open day are drawn',
      whole('--pictures', 0, 32),
      0,
    )
    .option('--picture-every <minutes>', 'between two pictures of a shelf', whole('--picture-every', 1, 720), 15)
    .option('--picture-shake <px>', 'how far shelf cameras are pushed about', numberOption('--picture-shake', 0, 20), 0)
    .option('--frames <camera...>', 'cameras over the floor whose pictures are drawn, at the times of --at')
    .option('--at <times>', 'HH:MM[,HH:MM…] of the first open day', '12:00')
    .option('--json', 'print one JSON object')
    .action(async (flags: Flags) => {
      const { seed, days, stores, products, start, cameras, fps } = flags;
      const behaviour = oneOf('--behaviour', flags.behaviour, Object.keys(BEHAVIOURS)) as BehaviourName;
      const nothing = (flags.null ?? []).map((name) => oneOf('--null', name, NULLS) as Null);
      const noise = NOISES[oneOf('--noise', flags.noise, Object.keys(NOISES))];
      const opening = openingOf(flags);
      const scenario = flags.scenario === undefined ? {} : readScenario(flags.scenario);
      const started = performance.now();
      const wish = {
        shelfCameras: flags.pictures,
        everyMinutes: flags.pictureEvery,
        shakePx: flags.pictureShake,
        frames: (flags.frames ?? []).map((camera) => ({ camera, atMinutes: flags.at.split(',').map(timeOf) })),
      };
      const pictured = wish.shelfCameras > 0 || wish.frames.length > 0 ? wish : undefined;
      const made: Omit<ReturnType<typeof simulateStore>, 'album'>[] = [];
      let pictures = 0;
      for (let store = 0; store < stores; store++) {
        const folder = stores === 1 ? flags.out : join(flags.out, `sim-${store + 1}`);
        const common = { seed, days, stores, products, start: dateOf(start), opening, behaviour, scenario, nothing };
        const options = { ...common, store };
        const film = { minutes: flags.film, from: timeOf(flags.filmFrom), cameras, fps, noise };
        const bar = progressBar(`store ${store + 1}/${stores}`);
        const { album, ...counts } = simulateStore(folder, options, film, bar, pictured);
        made.push(counts);
        if (!album) continue;
        const printed = await printAlbum(folder, album, progressBar('pictures'));
        pictures += printed.pictures + printed.frames;
      }
      const sum = (of: (m: (typeof made)[number]) => number) => made.reduce((total, m) => total + of(m), 0);
      const result = {
        stores,
        days,
        visits: sum((m) => m.visits),
        sales: sum((m) => m.sales),
        messages: sum((m) => m.messages),
        boxes: sum((m) => m.boxes),
        pictures,
        seconds: Math.round(performance.now() - started) / 1000,
      };
      const text = `${result.visits} visits, ${result.sales} sales, ${result.messages} messages, ${result.boxes} boxes, ${pictures} pictures in ${result.seconds} s`;
      answer(flags.json, result, text);
    });
}

function oneOf(name: string, value: string, allowed: readonly string[]): string {
  if (allowed.includes(value)) return value;
  throw new AisleError('BAD_CALL', `${name} ${value} is not known`, `Use one of: ${allowed.join(', ')}.`);
}

function dateOf(text: string): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text))) return text;
  throw new AisleError('BAD_CALL', `--start ${text} is no day`, 'Give it as YYYY-MM-DD.');
}

function openingOf({ timeZone, open, sundays = false }: Flags): Opening {
  if (!IANAZone.isValidZone(timeZone))
    throw new AisleError('BAD_CALL', `--time-zone ${timeZone} is not known`, 'Give a name such as Europe/Berlin.');
  const [from, to] = (/^(\d{1,2})-(\d{1,2})$/.exec(open) ?? []).slice(1).map(Number);
  const longest = 24 - LEAST_CLOSED_HOURS;
  if (!(from < to && to <= 24 && to - from <= longest))
    throw new AisleError('BAD_CALL', `--open ${open} are no hours`, `Give FROM-TO, at most ${longest} hours: 8-20.`);
  return { timeZone, from, to, sundays };
}

/** Minutes since midnight. */
function timeOf(text: string): number {
  const match = /^(\d{1,2}):(\d{2})$/.exec(text);
  if (match && Number(match[1]) < 24 && Number(match[2]) < 60) return Number(match[1]) * 60 + Number(match[2]);
  throw new AisleError('BAD_CALL', `${text} is no time of day`, 'Give it as HH:MM.');
}

function readScenario(path: string): Scenario {
  let value: unknown;
  try {
    value = parse(readText(path));
  } catch (cause) {
    if (cause instanceof AisleError) throw cause;
    throw new AisleError('BAD_INPUT', `${path} is neither JSON nor YAML`, 'Correct the file.', { cause });
  }
  const parsed = check(Type.Object({ ...Scenario.properties }, { additionalProperties: false }), value ?? {});
  if (parsed.ok) return parsed.value;
  throw new AisleError(
    'BAD_INPUT',
    `${path}: ${parsed.reason}`,
    'Compare with calibration/simulator/economy/options.ts.',
  );
}
