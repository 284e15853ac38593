import { useState } from 'preact/hooks';
import type { Funnel } from '../../models/contract/funnel.ts';
import { paths } from '../api.ts';
import { counted, rangeLabel } from '../format.ts';
import { choiceFromQuery, rangeOf } from '../time/range.ts';
import { RangeBar } from '../time/range-bar.tsx';
import { useAnswer } from '../ui/answer.ts';
import { Card, Loaded } from '../ui/card.tsx';
import { View, type ViewProps } from '../ui/view.tsx';
import { ProductTable } from './product-table.tsx';
import { WaitTable } from './wait-table.tsx';
import { ZoneFunnel } from './zone-funnel.tsx';
import '../styles/funnel.css';

/** From walking by over stopping and reaching in to what was sold; and waits beside what was given up at the till. */
export function FunnelView({ store, timeZone, nowMs }: ViewProps) {
  const [choice, setChoice] = useState(() => choiceFromQuery(location.search));
  const range = rangeOf(choice, nowMs, timeZone);
  const [resource, again] = useAnswer<Funnel>(paths.funnel(store, range));
  const { url, loading, data } = resource;
  const card = { url, busy: loading };
  return (
    <View
      title="Funnel"
      lead={data && rangeLabel(data.from, data.to, timeZone)}
      aside={<RangeBar {...{ choice, nowMs, timeZone }} onChoice={setChoice} />}
    >
      <Card title="From visits to sales" id="funnel-zones" {...card}>
        <Loaded resource={resource} lines={6} onRetry={again}>
          {(it) => (
            <>
              <Missing of={it} />
              <ZoneFunnel of={it} />
            </>
          )}
        </Loaded>
      </Card>
      <Card title="Products, those that brought most first" id="funnel-products" part="products-sold" {...card}>
        <Loaded resource={resource} onRetry={again}>
          {(it) => <ProductTable of={it} />}
        </Loaded>
      </Card>
      <Card title="Waits beside cancelled receipts" id="funnel-waits" part="waits" {...card}>
        <Loaded resource={resource} onRetry={again}>
          {(it) => <WaitTable waits={it.waits} timeZone={timeZone} />}
        </Loaded>
      </Card>
    </View>
  );
}

/** What keeps the funnel from its end. */
function Missing({ of: { planogram, products, soldElsewhere, zones } }: { of: Funnel }) {
  if (planogram === null)
    return (
      <p class="funnel-missing reason" data-testid="funnel-missing">
        What was sold has no place: no planogram was told for this time. Send one to the API (…/planogram).
      </p>
    );
  if (zones.every((it) => it.sold === null))
    return (
      <p class="funnel-missing reason" data-testid="funnel-missing">
        What was sold is not known: no till has told of a sale yet.
      </p>
    );
  if (products.length > 0 && soldElsewhere > 0)
    return (
      <p class="funnel-missing muted" data-testid="funnel-missing">
        {counted(soldElsewhere, 'unit')} more of products that the planogram has in no zone.
      </p>
    );
  return null;
}
