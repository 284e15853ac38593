import { MINUTE_MS } from '../figures/buckets.ts';
import { withoutUnseen } from '../notes/without.ts';
import { wholeHours } from '../privacy/grid.ts';
import type { Span, Store } from '../store/store.ts';
import type { ApiContext } from './context.ts';

const HOUR_MS = 60 * MINUTE_MS;

/**
 * The store as it is published: without the time that notes mark as not seen. Whoever tells figures to people, on the page
 * or by mail, reads this one.
 */
export function readStore({ store, notes, sites }: Pick<ApiContext, 'store' | 'notes' | 'sites'>): Store {
  const periodMs = (name: string) => (sites.get(name)?.site.privacy.heatMinutes ?? 0) * MINUTE_MS;
  const unseen = async (span: Span) => {
    const loaded = sites.get(span.store);
    // A note beside the span may, widened to its hours, reach into it.
    const left = await notes.unseen({ ...span, fromMs: span.fromMs - HOUR_MS, toMs: span.toMs + HOUR_MS });
    return loaded ? wholeHours(left, loaded.site) : left;
  };
  return withoutUnseen(store, unseen, periodMs);
}
