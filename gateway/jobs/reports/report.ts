import { instant } from '../../../models/contract/ids.ts';
import type { LoadedSite } from '../../../models/host/site-file.ts';
import type { ApiContext } from '../../api/context.ts';
import { onFloor } from '../../api/floor.ts';
import type { Range } from '../../api/range.ts';
import { judgedUntil } from '../../figures/coverage.ts';
import { entriesAndExits } from '../../figures/entries.ts';
import { publishedQueues } from '../../privacy/queues.ts';
import { publishedZones } from '../../privacy/zones.ts';
import type { Db } from '../../store/tables.ts';

/** One figure. `value` null: not known, or held back; `low` and `high` are its 95 % interval where it has one. */
export interface Figure {
  /** `store`, or a zone, a queue, a rule. */
  part: string;
  name: string;
  figure: string;
  unit: string;
  value: number | null;
  low: number | null;
  high: number | null;
  coverage: number | null;
  /** Of a value that small numbers are kept out of: null for them, or a lower bound. */
  few?: 'suppressed' | 'withheld';
}
export interface Report {
  store: string;
  title: string;
  timeZone: string;
  fromMs: number;
  toMs: number;
  figures: Figure[];
}

/** The figures of a store over whole days, as its page publishes them: the same functions, the same protection. */
export async function gatherReport(
  context: ApiContext,
  db: Db,
  site: LoadedSite,
  fromMs: number,
  toMs: number,
  nowMs: number,
): Promise<Report> {
  const { store, name, timeZone, zones } = site.site;
  const range: Range = { site, store, fromMs, toMs, nowMs, answer: { from: instant(fromMs), to: instant(toMs) } };
  const figures: Figure[] = [];
  const add =
    (part: string, label: string) =>
    (figure: string, unit: string, value: number | null, more: More = {}) => {
      const [low, high] = more.interval ?? [null, null];
      const few = more.few ? { few: more.few } : {};
      figures.push({ part, name: label, figure, unit, value, low, high, coverage: more.coverage ?? null, ...few });
    };

  const say = add('store', name ?? store);
  const sums = await context.store.traffic({ ...range, grainMs: Number.POSITIVE_INFINITY });
  const untilMs = judgedUntil(toMs, nowMs, await context.store.latestBucketMs(store));
  const { entries, exits } = entriesAndExits(site.site, sums, fromMs, untilMs);
  say('entries', 'crossings', entries.value, { interval: entries.interval, coverage: entries.coverage });
  say('exits', 'crossings', exits.value, { interval: exits.interval, coverage: exits.coverage });
  const people = onFloor(site.site, await context.store.floors(range), fromMs, untilMs);
  say('people on the floor, mean', 'people', people.value, { coverage: people.coverage });
  say('people on the floor, most', 'people', people.max, { coverage: people.coverage });

  for (const of of await publishedZones(context, range)) {
    const { zone, visits, visitsInterval, dwellS, coverage } = of;
    const zoneSays = add(`zone ${zone.id}`, zone.name ?? zone.id);
    zoneSays('visits', 'visits', visits, { interval: visitsInterval, coverage, few: fewOf(of) });
    zoneSays('dwell, median', 's', dwellS.p50, { coverage });
  }
  const queues = zones.filter(({ kind }) => kind === 'queue');
  const waiting = queues.length > 0 ? (await publishedQueues(context, range, queues, 'total')).queues : [];
  for (const { zone, total } of waiting) {
    const queueSays = add(`queue ${zone.id}`, zone.name ?? zone.id);
    const { coverage } = total;
    queueSays('length, mean', 'people', total.length.mean, { coverage });
    queueSays('length, most', 'people', total.length.max, { coverage });
    const few = fewOf(total) ?? total.protection?.waits;
    queueSays('served', 'people', total.waits.served, { interval: total.waits.servedInterval, coverage, few });
    queueSays('gave up', 'people', total.waits.abandoned, { interval: total.waits.abandonedInterval, coverage, few });
    queueSays('wait, median', 's', total.waitS.p50, { coverage });
    queueSays('wait, nine of ten', 's', total.waitS.p90, { coverage });
  }
  for (const { shelf, facing, knownS, emptyS } of await context.store.facingSums({ store, fromMs, toMs })) {
    const share = knownS > 0 ? emptyS / knownS : null;
    const coverage = Math.min(1, knownS / ((toMs - fromMs) / 1000));
    add(`facing ${shelf}/${facing}`, `${shelf}/${facing}`)('empty, of the time seen', 'share', share, { coverage });
  }
  const alerts = await db
    .selectFrom('alert')
    .select((e) => ['rule', 'status', e.fn.countAll<number>().as('count')] as const)
    .where('store', '=', store)
    .where('opened', '>=', fromMs)
    .where('opened', '<', toMs)
    .groupBy(['rule', 'status'])
    .orderBy('rule')
    .orderBy('status')
    .execute();
  for (const { rule, status, count } of alerts) add(`alerts ${rule}`, rule)(status, 'alerts', Number(count));
  return { store, title: name ?? store, timeZone, fromMs, toMs, figures };
}

const fewOf = ({ suppressed, withheld }: { suppressed?: boolean; withheld?: boolean }): Figure['few'] =>
  suppressed ? 'suppressed' : withheld ? 'withheld' : undefined;

interface More {
  interval?: readonly [number, number] | null;
  coverage?: number | null;
  few?: Figure['few'];
}
