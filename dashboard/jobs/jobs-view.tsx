import type { JobRun, Jobs } from '../../models/contract/jobs.ts';
import { clock, dayName, duration, percent } from '../format.ts';
import { useAnswer } from '../ui/answer.ts';
import { Card, Loaded } from '../ui/card.tsx';
import { View, type ViewProps } from '../ui/view.tsx';

const stateWords: Record<JobRun['state'], string> = {
  waiting: 'Waiting',
  running: 'Running',
  done: 'Done',
  failed: 'Failed',
};

/** What is done in the background, when it is due, and what came of it last. */
export function JobsView({ may, nowMs }: ViewProps) {
  const [resource, again] = useAnswer<Jobs>(may('operate') ? '/api/v1/jobs' : undefined, Math.floor(nowMs / 30_000));
  if (!may('operate')) {
    return (
      <View title="Jobs">
        <p class="empty">Your roles do not let you see the work in the background.</p>
      </View>
    );
  }
  return (
    <View title="Jobs" lead="What the gateway does in the background: sums, clean-up, reports, back-ups.">
      <Card title="When each is due, and what came of it last" id="job-list" url={resource.url} busy={resource.loading}>
        <Loaded resource={resource} onRetry={again}>
          {({ jobs }) => (
            <ul class="rows">
              {jobs.map((it) => (
                <JobRow key={`${it.job} ${it.store}`} it={it} />
              ))}
            </ul>
          )}
        </Loaded>
      </Card>
    </View>
  );
}

function JobRow({ it }: { it: Jobs['jobs'][number] }) {
  const { latest, timeZone } = it;
  const at = (time: string): string => `${dayName(Date.parse(time), timeZone)}, ${clock(Date.parse(time), timeZone)}`;
  const took =
    latest?.started && latest.finished ? (Date.parse(latest.finished) - Date.parse(latest.started)) / 1000 : undefined;
  return (
    <li class="row" data-testid="job">
      <div class="row-main">
        <b>{it.title}</b>
        <small class="muted">
          <span>{it.store === null ? 'whole gateway' : `store ${it.store}`}</span>
          <span>{it.next === null ? 'not due any more' : `next ${at(it.next)}`}</span>
          <span>{timeZone}</span>
        </small>
        {latest?.error && <small class="reason">{latest.error}</small>}
      </div>
      <div class="row-main">
        <small class="muted">
          {latest === null ? (
            <span>never ran</span>
          ) : (
            <>
              <span>last due {at(latest.due)}</span>
              {took !== undefined && <span>took {duration(Math.max(0.1, took))}</span>}
              {latest.attempts > 1 && <span>{latest.attempts} tries</span>}
              {latest.note && <span>{latest.note}</span>}
            </>
          )}
        </small>
      </div>
      <div class="row-buttons">
        {latest && (
          <span class={`tag tag-${latest.state}`}>
            {stateWords[latest.state]}
            {latest.state === 'running' && latest.progress !== null && ` ${percent(latest.progress)}`}
          </span>
        )}
      </div>
    </li>
  );
}
