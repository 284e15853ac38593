import type { Inputs } from '../../models/contract/reference.ts';
import type { Site } from '../../models/contract/site.ts';
import { storeDays } from '../figures/store-days.ts';
import type { Sales } from '../pos/sales.ts';
import type { Store } from '../store/store.ts';
import type { Reference } from './reference.ts';

type Input = Inputs['inputs'][number];

/** What there is for the models: reference data, and what tills and cameras told. */
export async function allInputs(
  { reference, sales, store }: { reference: Reference; sales: Sales; store: Store },
  site: Site,
): Promise<Input[]> {
  const days = storeDays(site);
  const of = (input: Input['input'], newestMs: number | null): Input => ({
    input,
    rows: newestMs === null ? 0 : null,
    newest: newestMs === null ? null : days.at(newestMs).date,
    lastImport: null,
  });
  const cameras = await store.latestBucketMs(site.store);
  return [
    ...(await reference.inputs(site.store)),
    of('sales', await sales.newestMinute(site.store)),
    of('traffic', site.lines.length > 0 ? cameras : null),
    of('shelves', site.shelves.length > 0 ? cameras : null),
  ];
}
