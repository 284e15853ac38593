import { useState } from 'preact/hooks';
import type { AuditRow } from '../../models/contract/users.ts';
import { clockSeconds, dayName } from '../format.ts';
import { mayEverywhere } from '../session/may.ts';
import { useSession } from '../session/use-session.ts';
import { browserZone } from '../time/zone.ts';
import { useAnswer } from '../ui/answer.ts';
import { Card, Loaded } from '../ui/card.tsx';
import { Table } from '../ui/table.tsx';
import { View, type ViewProps } from '../ui/view.tsx';

const outcomeWords: Record<AuditRow['outcome'], string> = { done: 'done', refused: 'refused', failed: 'failed' };
const byWords: Record<AuditRow['by'], string> = {
  user: '',
  token: 'token',
  open: 'somebody at this computer',
  nobody: 'somebody who is not signed in',
  system: 'the gateway',
};

/** Who changed what, and who was refused. */
export function AuditView({ keeper }: ViewProps) {
  const reads = mayEverywhere(useSession(keeper), 'administer');
  const [before, setBefore] = useState<number>();
  const url = `/api/v1/audit?limit=100${before === undefined ? '' : `&before=${before}`}`;
  const [resource, again] = useAnswer<{ rows: AuditRow[]; next: number | null }>(reads ? url : undefined);
  const zone = browserZone();
  const next = resource.data?.next ?? null;
  if (!reads) {
    return (
      <View title="Audit trail">
        <p class="empty">Only an administrator of all stores reads the audit trail.</p>
      </View>
    );
  }
  return (
    <View
      title="Audit trail"
      lead="Who changed what, and who was refused, the newest first. Lines are added and never changed; addresses are kept without their last part."
      aside={
        <>
          {before !== undefined && (
            <button type="button" class="button" onClick={() => setBefore(undefined)}>
              Newest
            </button>
          )}
          {next !== null && (
            <button type="button" class="button" onClick={() => setBefore(next)}>
              Older
            </button>
          )}
        </>
      }
    >
      <Card title="The newest first" id="audit-list" url={resource.url} busy={resource.loading}>
        <Loaded resource={resource} lines={6} onRetry={again}>
          {({ rows }) =>
            rows.length === 0 ? (
              <p class="empty">Nothing is written here yet.</p>
            ) : (
              <Table name="Audit trail" head={['When', 'Who', 'What', 'On what', 'From']}>
                {rows.map((it) => (
                  <tr key={it.id} class={it.outcome === 'done' ? undefined : 'audit-not'}>
                    <th scope="row">
                      {dayName(Date.parse(it.time), zone)}{' '}
                      <small class="muted">{clockSeconds(Date.parse(it.time), zone)}</small>
                    </th>
                    <td>
                      {it.name || byWords[it.by]}
                      {it.name && byWords[it.by] && <small class="muted">{byWords[it.by]}</small>}
                    </td>
                    <td>
                      <code>{it.action}</code>{' '}
                      {it.outcome !== 'done' && <span class={`tag tag-${it.outcome}`}>{outcomeWords[it.outcome]}</span>}
                      {it.detail && <small class="muted break">{it.detail}</small>}
                    </td>
                    <td class="break">{it.target}</td>
                    <td class="muted">{it.address}</td>
                  </tr>
                ))}
              </Table>
            )
          }
        </Loaded>
      </Card>
    </View>
  );
}
