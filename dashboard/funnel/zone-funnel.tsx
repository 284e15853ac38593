import type { Funnel, FunnelZone } from '../../models/contract/funnel.ts';
import { countOfMany, duration, type Few, figure, money, percent } from '../format.ts';
import { QualityMark } from '../ui/quality.tsx';
import { Table } from '../ui/table.tsx';
import { busiestFirst, mostVisits, type Step, stepsOf } from './steps.ts';

const HEAD = ['Zone', 'Visits', 'Engaged', 'Stops', 'Reaches', 'Sold', 'Net a visit', 'Seen'];

/** One row a zone, one bar a step; all bars are held against the most visits of any zone. */
export function ZoneFunnel({ of: { zones, currency } }: { of: Funnel }) {
  if (zones.length === 0) return <p class="empty">No fixture and no area is drawn on the plan.</p>;
  const most = mostVisits(zones);
  return (
    <Table name="Funnel by zone" head={HEAD} numbers={[6]}>
      {busiestFirst(zones).map((it) => (
        <Row key={it.zone} zone={it} most={most} currency={currency} />
      ))}
    </Table>
  );
}

function Row({ zone, most, currency }: { zone: FunnelZone; most: number; currency: string | null }) {
  return (
    <tr data-testid={`funnel-${zone.zone}`}>
      <th scope="row">
        {zone.name}
        {zone.dwellS.p50 !== null && <small class="muted">{duration(zone.dwellS.p50)} median</small>}
      </th>
      {stepsOf(zone, most).map((step) => (
        <td key={step.name} class="funnel-step">
          <StepCell step={step} zone={zone} />
        </td>
      ))}
      <td class="number">
        {money(zone.netPerVisit, currency, 2)}
        {zone.net !== null && <small class="muted">{money(zone.net, currency, 0)} in all</small>}
      </td>
      <td>
        <QualityMark coverage={zone.coverage} short />
      </td>
    </tr>
  );
}

function StepCell({ step: { name, value, share, bar }, zone }: { step: Step; zone: FunnelZone }) {
  const least = zone.withheld && name === 'Visits' && value !== null;
  const sold = name === 'Sold';
  return (
    <>
      <span class="funnel-value">
        {least && 'at least '}
        {sold ? figure(value) : countOfMany(value, fewOf(zone, name))}
      </span>
      {bar !== null && (
        <span class={`funnel-bar ${sold ? 'funnel-bar-sold' : ''}`} aria-hidden="true">
          {bar > 0 && <i style={{ width: `${bar * 100}%` }} />}
        </span>
      )}
      {name === 'Visits' && value === null && zone.suppressed && <small class="reason">withheld: too few</small>}
      {share !== null && <small class="muted">{percent(share)}</small>}
      {sold && zone.soldPerVisit !== null && <small class="muted">{figure(zone.soldPerVisit)} a visit</small>}
      {sold && zone.sold !== null && zone.soldPerVisit === null && <small class="muted">{whyNot(zone)}</small>}
    </>
  );
}

const fewOf = ({ protection, suppressed }: FunnelZone, name: Step['name']): Few => {
  if (suppressed || name === 'Visits' || name === 'Sold') return undefined;
  return protection?.[({ Engaged: 'engaged', Stops: 'stops', Reaches: 'reaches' } as const)[name]];
};

const whyNot = (zone: FunnelZone): string =>
  zone.withheld || zone.suppressed ? 'visits withheld' : 'visits not all seen';
