import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Alert, AlertRules, Alerts } from '../../models/contract/alerts.ts';
import { useAnswer } from '../ui/answer.ts';
import { Card, FaultBox, Loaded } from '../ui/card.tsx';
import { View, type ViewProps } from '../ui/view.tsx';
import { AlertList } from './alert-list.tsx';
import { GatewayAlerts } from './gateway-alerts.tsx';
import { PushButton } from './push-button.tsx';
import { RuleTable } from './rule-table.tsx';
import '../styles/news.css';

type Status = 'current' | 'all';
const ALL = '';

/** What is to be done, the costliest first; what was done; and how often each rule was right. */
export function AlertsView({ store, nowMs, keeper, may, ...rest }: ViewProps) {
  const [status, setStatus] = useState<Status>('current');
  const [department, setDepartment] = useState(ALL);
  const [done, setDone] = useState('');
  const base = `/api/v1/stores/${encodeURIComponent(store)}/alerts`;
  const [turn, setTurn] = useState(0);
  const [rules] = useAnswer<AlertRules>(`${base}/rules`, turn);
  const departments = [...new Set(rules.data?.rules.map((it) => it.department) ?? [])].sort();
  const query = new URLSearchParams({ status, limit: '50', ...(department !== ALL && { department }) });
  const change = (text: string): void => {
    setDone(text);
    setTurn((it) => it + 1);
  };
  // What opens and closes meanwhile.
  useEffect(() => {
    const timer = setInterval(() => setTurn((it) => it + 1), 20_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <View
      title="Alerts"
      lead={may('act') ? undefined : 'You may look. Whoever works on alerts has the role of a manager.'}
      aside={
        <>
          <fieldset class="segments" aria-label="Which alerts">
            <button type="button" aria-pressed={status === 'current'} onClick={() => setStatus('current')}>
              To do
            </button>
            <button type="button" aria-pressed={status === 'all'} onClick={() => setStatus('all')}>
              All
            </button>
          </fieldset>
          {departments.length > 1 && (
            <label class="field">
              Department{' '}
              <select value={department} onChange={(event) => setDepartment(event.currentTarget.value)}>
                <option value={ALL}>all</option>
                {departments.map((it) => (
                  <option key={it}>{it}</option>
                ))}
              </select>
            </label>
          )}
        </>
      }
    >
      {may('act') && <PushButton store={store} keeper={keeper} />}
      <p class="done" role="status">
        {done}
      </p>
      {status === 'current' && <GatewayAlerts {...{ keeper, turn, ...rest }} onChange={change} />}
      <Card
        title={status === 'current' ? 'To do, the costliest first' : 'All, the newest first'}
        id="alert-list"
        url={`${base}?${query}`}
      >
        <Pages key={`${status} ${department}`} url={`${base}?${query}`} turn={turn} status={status}>
          {(alerts) => (
            <AlertList
              {...{ alerts, nowMs, keeper, ...rest }}
              rules={rules.data?.rules ?? []}
              mayAct={may('act')}
              onChange={change}
            />
          )}
        </Pages>
      </Card>
      <RuleTable resource={rules} />
    </View>
  );
}

interface PagesProps {
  url: string;
  turn: number;
  status: Status;
  children: (alerts: Alert[]) => ComponentChildren;
}

/** A list that is fetched page by page; each page goes on where the one before ended. */
function Pages({ url, turn, status, children }: PagesProps) {
  const [resource, again] = useAnswer<Alerts>(url, turn);
  const next = resource.data?.next;
  return (
    <Loaded resource={resource} lines={4} onRetry={again}>
      {({ alerts }) => (
        <>
          {resource.fault && <FaultBox fault={resource.fault} onRetry={again} />}
          {alerts.length === 0 ? (
            <p class="empty">
              {status === 'current' ? (
                <>
                  <strong>Nothing to do.</strong> An alert stands here as soon as a rule finds one.
                </>
              ) : (
                'No alert has been raised yet.'
              )}
            </p>
          ) : (
            children(alerts)
          )}
          {next && <Further url={url} cursor={next} turn={turn} status={status} children={children} />}
        </>
      )}
    </Loaded>
  );
}

function Further({ url, cursor, ...rest }: PagesProps & { cursor: string }) {
  const [open, setOpen] = useState(false);
  if (open) return <Pages url={`${url.split('&cursor=')[0]}&cursor=${encodeURIComponent(cursor)}`} {...rest} />;
  return (
    <button type="button" class="button" onClick={() => setOpen(true)}>
      Show more
    </button>
  );
}
