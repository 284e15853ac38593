import { kaplanMeierQuantile } from '../../../models/aggregate/kaplan-meier.ts';
import type { Site } from '../../../models/contract/site.ts';
import { threshold } from '../../../models/privacy/partition.ts';
import { MINUTE_MS } from '../../figures/buckets.ts';
import { queueNow } from '../../figures/queue-figures.ts';
import { lastHourWaits } from '../../privacy/waits.ts';
import type { Store } from '../../store/store.ts';
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

/**
 * Seconds that nine of ten waited at most, over the last 15 minutes; cut and given-up waits count as longer. With k above 1
 * a stretch that ends now would be told apart by a minute, so it is the newest hour that is published, and the alert is up
 * to an hour late; how many wait now is exempt, and has an alert of its own.
 */
export const queueWait: AlertSource = {
  kind: 'queue-wait',
  async read({ site, store, nowMs }) {
    const zones = queuesOf(site);
    if (zones.length === 0) return [];
    const open = threshold(site.privacy.k) === 1;
    const p90 = open ? await waitsNow(store, site, nowMs) : await publishedWaits(store, site, nowMs);
    return zones.map(({ id, name }) => {
      const value = p90.get(id) ?? null;
      const when = open ? '' : ' in the last full hour';
      const wait =
        value === null
          ? 'It is not known how long they wait'
          : `One in ten ${open ? 'waits' : 'waited'} over ${Math.round(value)} s`;
      return { subject: id, value, text: `${wait} at ${name ?? id}${when}.` };
    });
  },
};

type Waits = ReadonlyMap<string, number | null>;

async function waitsNow(store: Store, site: Site, nowMs: number): Promise<Waits> {
  const span = { store: site.store, fromMs: nowMs - WAITS_MS, toMs: nowMs };
  const sums = await store.queues({ ...span, grainMs: Number.POSITIVE_INFINITY });
  return new Map(
    sums
      .filter(({ seenS }) => seenS > 0)
      .map((sum) => {
        const nobody = sum.visits === 0 && sum.served === 0 && sum.lengthS === 0;
        const p90 = kaplanMeierQuantile(sum.waitHistogram, sum.censoredHistogram, 0.9);
        return [sum.zone, nobody ? 0 : (p90 ?? null)];
      }),
  );
}

/** An hour's waits change only with what comes late; rules are read every few seconds. */
const KEPT_MS = 5 * MINUTE_MS;
const kept = new WeakMap<Store, Map<string, { site: Site; untilMs: number; atMs: number; waits: Waits }>>();

async function publishedWaits(store: Store, site: Site, nowMs: number): Promise<Waits> {
  const own = kept.get(store) ?? new Map();
  kept.set(store, own);
  const known = own.get(site.store);
  if (known && known.site === site && known.atMs <= nowMs && nowMs < known.untilMs) return known.waits;
  const waits = await lastHourWaits(store, site, nowMs);
  const untilMs = (Math.floor(nowMs / KEPT_MS) + 1) * KEPT_MS;
  own.set(site.store, { site, untilMs, atMs: nowMs, waits });
  return waits;
}
