import { useState } from 'preact/hooks';
import type { AlertRules, Alerts } from '../../models/contract/alerts.ts';
import type { Notes } from '../../models/contract/notes.ts';
import { NoteLine } from '../notes/note-line.tsx';
import { hrefOf } from '../route.ts';
import { useAnswer } from '../ui/answer.ts';
import { Card, Loaded } from '../ui/card.tsx';
import type { ViewProps } from '../ui/view.tsx';
import { AlertList } from './alert-list.tsx';
import '../styles/views.css';
import '../styles/rows.css';
import '../styles/news.css';

const SHOWN = 4;

interface Props extends ViewProps {
  /** Changes whenever the figures above were fetched anew. */
  stamp: unknown;
}

/** What stands beside today's figures: notes that touch the day, and what there is to do. */
export function TodayNews({ store, stamp, timeZone, nowMs, keeper, may, currency }: Props) {
  const root = `/api/v1/stores/${encodeURIComponent(store)}`;
  const [turn, setTurn] = useState(0);
  const [done, setDone] = useState('');
  const both = `${stamp} ${turn}`;
  const [alerts, again] = useAnswer<Alerts>(`${root}/alerts?limit=100`, both);
  const [rules] = useAnswer<AlertRules>(`${root}/alerts/rules`, both);
  const [notes] = useAnswer<Notes>(`${root}/notes`, both);
  const change = (text: string): void => {
    setDone(text);
    setTurn((it) => it + 1);
  };
  const n = alerts.data?.alerts.length;
  return (
    <div class="news">
      {notes.data && notes.data.notes.length > 0 && (
        <ul class="note-lines" data-testid="today-notes" aria-label="Notes of today">
          {notes.data.notes.map((it) => (
            <NoteLine key={it.id} note={it} timeZone={timeZone} />
          ))}
        </ul>
      )}
      <Card
        title={n === undefined || n === 0 ? 'To do' : `To do: ${alerts.data?.next ? 'more than ' : ''}${n}`}
        id="card-alerts"
        url={alerts.url}
        busy={alerts.loading}
        aside={<a href={hrefOf('alerts')}>All alerts</a>}
      >
        <Loaded resource={alerts} lines={2} onRetry={again}>
          {(data) =>
            data.alerts.length === 0 ? (
              <p class="muted card-sub">No alert is open.</p>
            ) : (
              <>
                <AlertList
                  {...{ timeZone, nowMs, currency, keeper }}
                  alerts={data.alerts.slice(0, SHOWN)}
                  rules={rules.data?.rules ?? []}
                  mayAct={may('act')}
                  onChange={change}
                />
                {data.alerts.length > SHOWN && (
                  <p class="card-sub">
                    <a href={hrefOf('alerts')}>{data.alerts.length - SHOWN} more</a>
                  </p>
                )}
              </>
            )
          }
        </Loaded>
        <p class="done" role="status">
          {done}
        </p>
      </Card>
    </div>
  );
}
