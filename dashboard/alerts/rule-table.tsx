import type { AlertRules } from '../../models/contract/alerts.ts';
import { count, percent } from '../format.ts';
import type { Resource } from '../state.ts';
import { Card, Loaded } from '../ui/card.tsx';
import { Table } from '../ui/table.tsx';
import { sourceWords } from './words.ts';

/** How often each rule was right. */
export function RuleTable({ resource }: { resource: Resource<AlertRules> }) {
  return (
    <Card title="How often each rule was right" url={resource.url}>
      <p class="card-sub muted">
        Precision is done ÷ (done + false alarms). What was over before anybody judged it is in neither.
      </p>
      <Loaded resource={resource}>
        {({ rules }) =>
          rules.length === 0 ? (
            <p class="empty">No rule looks at this store.</p>
          ) : (
            <Table
              name="Rules"
              head={['Rule', 'Opened', 'Done', 'False alarms', 'Precision', 'Goes to']}
              numbers={[1, 2, 3, 4]}
            >
              {rules.map((it) => (
                <tr key={it.id}>
                  <th scope="row">
                    {sourceWords[it.source]} <small class="muted">{it.id}</small>
                    {!it.enabled && <small class="muted">switched off</small>}
                  </th>
                  <td class="number">{count(it.opened)}</td>
                  <td class="number">{count(it.done)}</td>
                  <td class="number">{count(it.falseAlarms)}</td>
                  <td class="number" data-testid={`rule-${it.id}`}>
                    {percent(it.precision)}
                    <small class="muted">
                      {it.precision === null ? 'not judged' : `n = ${it.done + it.falseAlarms}`}
                    </small>
                  </td>
                  <td>{it.department}</td>
                </tr>
              ))}
            </Table>
          )
        }
      </Loaded>
    </Card>
  );
}
