import type { Compare, CompareMetric } from '../../models/contract/compare.ts';
import { change, figure } from '../format.ts';
import { QualityMark } from '../ui/quality.tsx';
import { Table } from '../ui/table.tsx';
import { type ComparedStore, changeWords, highestFirst, metricNames, valueWords } from './words.ts';

/** One row a store; beneath each figure stands the median of its cluster. */
export function CompareTable({ of: { metric, stores }, store }: { of: Compare; store: string }) {
  const share = metric === 'conversion';
  const rates = share ? [] : ['Per m²', 'Per opening hour'];
  const head = ['Store', metricNames[metric], ...rates, 'A year before', ...(metric === 'sales' ? [] : ['Seen'])];
  const rows = highestFirst(stores);
  const most = Math.max(0, ...rows.map((it) => it.value ?? 0));
  return (
    <Table name="Stores" head={head} numbers={share ? [2] : [2, 3, 4]}>
      {rows.map((it) => (
        <tr key={it.store} class={it.store === store ? 'compare-mine' : undefined} data-testid={`compare-${it.store}`}>
          <th scope="row">
            {it.name}
            <small class="muted">{it.cluster === null ? 'in no cluster' : `cluster ${it.cluster}`}</small>
          </th>
          <td class="funnel-step">
            <span class="funnel-value">{valueWords(metric, it.value, it.currency)}</span>
            {it.value !== null && most > 0 && (
              <span class="funnel-bar" aria-hidden="true">
                <i style={{ width: `${(Math.max(0, it.value) / most) * 100}%` }} />
              </span>
            )}
            <Median of={it} metric={metric} rate="value" />
          </td>
          {!share && (
            <>
              <td class="number">
                {valueWords(metric, it.perM2, it.currency, true)}
                <Median of={it} metric={metric} rate="perM2" />
              </td>
              <td class="number">
                {valueWords(metric, it.perOpenHour, it.currency, true)}
                <Median of={it} metric={metric} rate="perOpenHour" />
                <small class="muted">{figure(it.openHours)} h open</small>
              </td>
            </>
          )}
          <td class="number">
            {valueWords(metric, it.before, it.currency)}
            {it.change !== null && <small class="muted">{changeWords(it.change)}</small>}
          </td>
          {metric !== 'sales' && (
            <td>
              <QualityMark coverage={it.coverage} short />
            </td>
          )}
        </tr>
      ))}
    </Table>
  );
}

interface MedianProps {
  of: ComparedStore;
  metric: CompareMetric;
  rate: 'value' | 'perM2' | 'perOpenHour';
}

function Median({ of: { benchmark, currency, ...own }, metric, rate }: MedianProps) {
  if (benchmark === null) return rate === 'value' ? <small class="muted">no benchmark</small> : null;
  if (benchmark[rate] === null) return null;
  const against = change(own[rate], benchmark[rate]);
  return (
    <small class="muted" title={`Median of ${benchmark.stores} stores of its cluster.`}>
      median {valueWords(metric, benchmark[rate], currency, rate !== 'value')}
      {against && `, ${against}`}
    </small>
  );
}
