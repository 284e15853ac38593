import { kaplanMeierQuantile } from '../../../models/aggregate/kaplan-meier.ts';
import type { Site } from '../../../models/contract/site.ts';
import { threshold } from '../../../models/privacy/partition.ts';
import { MINUTE_MS } from '../../figures/buckets.ts';
import { queueNow } from '../../figures/queue-figures.ts';
import type { AlertSource } from '../source.ts';

const queuesOf = (site: Site) => site.zones.filter(({ kind }) => kind === 'queue');
/** What is older is not "now" any more; as on the page. */
const LATELY_MS = 10 * MINUTE_MS;
/** Waits of so long a time make a quantile that does not jump with each customer. */
const WAITS_MS = 15 * MINUTE_MS;

/** People waiting, as the newest minute of the last ten had them on average. */
export const queueLength: AlertSource = {
  kind: 'queue-length',
  async read({ site, store, nowMs }) {
    const zones = queuesOf(site);
    if (zones.length === 0) return [];
    const span = { store: site.store, fromMs: nowMs - LATELY_MS, toMs: nowMs };
    const minutes = await store.queues({ ...span, grainMs: MINUTE_MS });
    return zones.map(({ id, name }) => {
      const now = queueNow(minutes.filter(({ zone }) => zone === id));
      const many = now ? `${Math.round(now.length)} people wait` : 'It is not known how many wait';
      return { subject: id, value: now?.length ?? null, text: `${many} at ${name ?? id}.` };
    });
  },
};

/** Seconds that nine of ten waited at most, over the last 15 minutes; cut and given-up waits count as longer. */
export const queueWait: AlertSource = {
  kind: 'queue-wait',
  async read({ site, store, nowMs }) {
    const zones = queuesOf(site);
    if (zones.length === 0) return [];
    const span = { store: site.store, fromMs: nowMs - WAITS_MS, toMs: nowMs };
    const sums = await store.queues({ ...span, grainMs: Number.POSITIVE_INFINITY });
    return zones.map(({ id, name }) => {
      const sum = sums.find(({ zone }) => zone === id);
      const seen = sum !== undefined && sum.seenS > 0;
      const nobody = seen && sum.visits === 0 && sum.served === 0 && sum.lengthS === 0;
      // As on the page: what fewer than k people waited is nobody's to know.
      const enough = seen && sum.served + sum.abandoned + (sum.cut ?? 0) >= threshold(site.privacy.k);
      const p90 = enough ? kaplanMeierQuantile(sum.waitHistogram, sum.censoredHistogram, 0.9) : undefined;
      const value = nobody ? 0 : (p90 ?? null);
      const wait =
        value === null ? 'It is not known how long they wait' : `One in ten waits over ${Math.round(value)} s`;
      return { subject: id, value, text: `${wait} at ${name ?? id}.` };
    });
  },
};
