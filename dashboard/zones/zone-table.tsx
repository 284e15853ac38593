import type { ZonesAnswer } from '../../models/contract/api/zones.ts';
import { count, countOfMany, duration, figure, interval, percent } from '../format.ts';
import type { PageState } from '../state.ts';
import { occupancyNow } from '../today/figures.ts';
import { Card, Loaded } from '../ui/card.tsx';
import { QualityMark } from '../ui/quality.tsx';

interface Props {
  state: PageState;
  nowMs: number;
  onZone: (zone: string | undefined) => void;
  onRetry: () => void;
}

/** The zones in numbers: the plan's alternative for reading, and its detail. */
export function ZoneTable({ state, nowMs, onZone, onRetry }: Props) {
  const { zones } = state.resources;
  const occupancy = occupancyNow(state, nowMs);
  const fixtures = zones.data?.zones.some((it) => it.kind === 'fixture') ?? false;
  return (
    <Card title="Zones" id="card-zones" url={zones.url} busy={zones.loading}>
      <Loaded resource={zones} lines={5} onRetry={onRetry}>
        {(data) =>
          data.zones.length === 0 ? (
            <p class="empty">No zone is drawn on the plan.</p>
          ) : (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls must be reachable with the keyboard
            <section class="table-scroll" tabIndex={0} aria-label="Zones, scrolls sideways">
              <table>
                <thead>
                  <tr>
                    <th scope="col">Zone</th>
                    <th scope="col" class="number">
                      Now
                    </th>
                    <th scope="col" class="number">
                      Visits
                    </th>
                    <th scope="col" class="number">
                      Dwell median
                    </th>
                    <th scope="col" class="number">
                      mean
                    </th>
                    <th scope="col" class="number">
                      9 of 10 below
                    </th>
                    <th scope="col" class="number">
                      People, mean
                    </th>
                    <th scope="col" class="number">
                      at most
                    </th>
                    {fixtures && (
                      <th scope="col" class="number">
                        Stopped, reached in
                      </th>
                    )}
                    <th scope="col">Seen</th>
                  </tr>
                </thead>
                <tbody>
                  {data.zones.map((it) => (
                    <Row
                      key={it.zone}
                      row={it}
                      now={occupancy.get(it.zone)}
                      fixtures={fixtures}
                      chosen={state.zone === it.zone}
                      onZone={onZone}
                    />
                  ))}
                </tbody>
              </table>
            </section>
          )
        }
      </Loaded>
    </Card>
  );
}

interface RowProps {
  row: ZonesAnswer['zones'][number];
  now: number | undefined;
  fixtures: boolean;
  chosen: boolean;
  onZone: (zone: string | undefined) => void;
}

function Row({ row, now, fixtures, chosen, onZone }: RowProps) {
  const { dwellS, occupancy, interactions } = row;
  return (
    <tr class={chosen ? 'is-selected' : ''} data-testid={`zone-${row.zone}`} data-visits={row.visits ?? ''}>
      <th scope="row">
        <button type="button" class="link" aria-pressed={chosen} onClick={() => onZone(chosen ? undefined : row.zone)}>
          {row.name}
        </button>
        <small class="muted">{row.kind}</small>
      </th>
      <td class="number">{count(now)}</td>
      <td class="number" title={row.visitsInterval ? `95 %: ${interval(row.visitsInterval)}` : undefined}>
        {countOfMany(row.visits, row.suppressed ? 'suppressed' : row.withheld ? 'withheld' : undefined)}
        {row.visitsInterval && <small class="muted">{interval(row.visitsInterval)}</small>}
      </td>
      <td class="number">{duration(dwellS.p50)}</td>
      <td class="number">{duration(dwellS.mean)}</td>
      <td class="number">{duration(dwellS.p90)}</td>
      <td class="number">{figure(occupancy.mean)}</td>
      <td class="number">{count(occupancy.max)}</td>
      {fixtures && (
        <td class="number" data-testid={`reach-${row.zone}`}>
          {row.kind === 'fixture' && countOfMany(interactions?.stops, row.protection?.stops)}
          {interactions && (
            <small class="muted">
              {countOfMany(interactions.reaches, row.protection?.reaches)} reached
              {interactions.reachShare !== null && `, ${percent(interactions.reachShare)}`}
            </small>
          )}
        </td>
      )}
      <td>
        <QualityMark coverage={row.coverage} short />
      </td>
    </tr>
  );
}
