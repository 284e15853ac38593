import { count, counted, interval } from '../format.ts';
import { erringDoors } from '../header/doors.ts';
import type { PageState } from '../state.ts';
import { Card, Loaded } from '../ui/card.tsx';
import { QualityMark } from '../ui/quality.tsx';

interface Props {
  state: PageState;
  onRetry: () => void;
}

/** The counted lines in numbers. */
export function LineTable({ state, onRetry }: Props) {
  const { totals, detail } = state.resources;
  const lines = detail.data?.lines ?? [];
  const erring = erringDoors(state);
  return (
    <Card title="Lines" id="card-lines" url={totals.url} busy={totals.loading}>
      <Loaded resource={totals} lines={2} onRetry={onRetry}>
        {(data) =>
          lines.length === 0 ? (
            <p class="empty">No line is drawn on the plan.</p>
          ) : (
            <table>
              <thead>
                <tr>
                  <th scope="col">Line</th>
                  <th scope="col" class="number">
                    In
                  </th>
                  <th scope="col" class="number">
                    Out
                  </th>
                  <th scope="col">Seen</th>
                </tr>
              </thead>
              <tbody>
                {lines.map((line) => {
                  const it = data.points.find((point) => point.line === line.id);
                  return (
                    <tr key={line.id} data-testid={`line-${line.id}`}>
                      <th scope="row">
                        {line.name}
                        <small class="muted">{line.role}</small>
                        {erring
                          .filter((door) => door.line === line.id)
                          .map(({ text }) => (
                            <small key={text} class="reason" data-testid="door-errs">
                              {text}
                            </small>
                          ))}
                      </th>
                      <td class="number">
                        {count(it?.in)}
                        {it?.inInterval && <small class="muted">{interval(it.inInterval)}</small>}
                        <Units n={it?.units?.in} />
                      </td>
                      <td class="number">
                        {count(it?.out)}
                        {it?.outInterval && <small class="muted">{interval(it.outInterval)}</small>}
                        <Units n={it?.units?.out} />
                      </td>
                      <td>
                        <QualityMark coverage={it?.coverage} short />
                      </td>
                    </tr>
                  );
                })}
              </tbody>
            </table>
          )
        }
      </Loaded>
    </Card>
  );
}

/** Buying units: people who came and went on together are one. Nothing where they are not measured. */
function Units({ n }: { n: number | null | undefined }) {
  if (n === undefined) return null;
  if (n === null) return <small class="muted">units: too few to show</small>;
  return (
    <small class="muted" title="Buying units: people who came and went on together are one.">
      {counted(n, 'unit')}
    </small>
  );
}
