import { MINUTE_MS } from '../figures/buckets.ts';
import { withoutUnseen } from '../notes/without.ts';
import { wholeHours } from '../privacy/grid.ts';
import type { Span, Store } from '../store/store.ts';
import type { ApiContext } from './context.ts';

/**
 * The store as it is published: without the time that notes mark as not seen. Whoever tells figures to people, on the page
 * or by mail, reads this one.
 */
export function readStore({ store, notes, sites }: Pick<ApiContext, 'store' | 'notes' | 'sites'>): Store {
  const periodMs = (name: string) => (sites.get(name)?.site.privacy.heatMinutes ?? 0) * MINUTE_MS;
  const unseen = async (span: Span) => {
    const loaded = sites.get(span.store);
    if (!loaded) return notes.unseen(span);
    // A note beside the span may, widened to its hours, reach into it.
    const [first, last] = wholeHours(
      [
        { fromMs: span.fromMs, toMs: span.fromMs + MINUTE_MS },
        { fromMs: span.toMs - MINUTE_MS, toMs: span.toMs },
      ],
      loaded.site,
    );
    return wholeHours(await notes.unseen({ ...span, fromMs: first.fromMs, toMs: last.toMs }), loaded.site);
  };
  return withoutUnseen(store, unseen, periodMs);
}
