import { Compare, CompareQuery } from '../../../models/contract/compare.ts';
import { compareStores, measure } from '../../figures/compare.ts';
import { storeDays } from '../../figures/store-days.ts';
import { isDay } from '../../reference/check-row.ts';
import { badRange } from '../problem.ts';
import { sitesFor } from '../rights.ts';
import { problems, type Route } from '../route.ts';

const MOST_DAYS = 100;
const DAYS = 7;

const schema = {
  tags: ['figures'],
  summary: 'Stores against one another, against their clusters and against a year ago',
  description:
    'Of each store that the caller may see: the figure, per square metre and per hour of opening, over its own business days. A benchmark is the median of all stores of the cluster, those out of view with them; fewer than three give none. Of entries, stores whose doors were seen for less than 0.8 of their opening time are in no benchmark.',
  querystring: CompareQuery,
  response: { 200: Compare, ...problems },
} as const;

export const compare: Route = async (app, { context }) => {
  app.get('/api/v1/compare', { schema }, async (request): Promise<Compare> => {
    const { metric, from, to } = request.query;
    refuseBadDays(from, to);
    const inView = new Set(sitesFor(context, request, 'view').map(({ site }) => site.store));
    const sites = [...context.sites.values()].map(({ site }) => site);
    const clusters = new Set(sites.filter(({ store }) => inView.has(store)).map(({ cluster }) => cluster));
    const measured = [];
    for (const site of sites) {
      if (!inView.has(site.store) && (site.cluster === undefined || !clusters.has(site.cluster))) continue;
      const days = storeDays(site);
      const nowMs = context.clocks.now(site.store);
      const end = to ?? days.at(nowMs).date;
      const start = from ?? days.shift(end, -DAYS);
      if (start >= end) throw badRange('from is not before to', 'Let from be the earlier day; to is not part of it.');
      measured.push(await measure(context, site, metric, { from: start, to: end, nowMs }));
    }
    return compareStores(metric, measured, inView);
  });
};

function refuseBadDays(from: string | undefined, to: string | undefined): void {
  for (const [name, day] of Object.entries({ from, to })) {
    if (day !== undefined && !isDay(day)) throw badRange(`${name} is on no calendar`, 'Write it as YYYY-MM-DD.');
  }
  if (from === undefined || to === undefined) return;
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000;
  if (days > MOST_DAYS) throw badRange(`the range is longer than ${MOST_DAYS} days`, 'Ask for the parts one by one.');
}
