import type { ComponentChildren } from 'preact';
import type { Today } from '../../models/contract/api/today.ts';
import { Download } from '../download/download.tsx';
import { ago, change, count, counted, DASH, dayName, duration, figure, interval, personTime } from '../format.ts';
import { QueuesCard } from '../queues/queues.tsx';
import { ShelvesCard } from '../shelves/shelves.tsx';
import type { PageState } from '../state.ts';
import { SalesCard } from '../tills/sales.tsx';
import { Card, FaultBox, Source } from '../ui/card.tsx';
import { Figure, Waiting } from '../ui/figure.tsx';
import { QualityMark } from '../ui/quality.tsx';
import { comparedWith, TargetLine } from './against.tsx';
import { dwellZones, entriesReason, isEmptyDay, missingReason, peopleNow } from './figures.ts';
import { InsideCard } from './inside.tsx';

interface Props {
  state: PageState;
  nowMs: number;
  timeZone: string;
  onRetry: () => void;
  /** What there is to do, and what to know of the day. */
  news: ComponentChildren;
}

/** Today's answer on one row. */
export function TodaySection({ state, nowMs, timeZone, onRetry, news }: Props) {
  const { today } = state.resources;
  const data = today.data;
  return (
    <section class="section" aria-labelledby="today-title">
      <div class="section-head">
        <h2 id="today-title">Today</h2>
        <p class="muted">{data ? dayName(Date.parse(data.now), timeZone) : ' '}</p>
        <Download url={today.url} />
        <Source url={today.url} />
      </div>
      {data && isEmptyDay(data) && (
        <p class="empty" data-testid="empty">
          <strong>Nothing seen yet.</strong> First figures come about a minute after the camera starts.
        </p>
      )}
      {data === undefined && today.fault ? (
        <FaultBox fault={today.fault} onRetry={onRetry} />
      ) : (
        <div class="cards" aria-busy={today.loading}>
          <EntriesCard state={state} today={data} />
          <InsideCard state={state} timeZone={timeZone} today={data} />
          <PeopleCard state={state} nowMs={nowMs} loading={data === undefined} />
          <FloorCard state={state} today={data} />
          <DwellCard state={state} today={data} />
          {news}
          <QueuesCard state={state} timeZone={timeZone} onRetry={onRetry} />
          <SalesCard state={state} timeZone={timeZone} onRetry={onRetry} />
          <ShelvesCard state={state} timeZone={timeZone} onRetry={onRetry} />
        </div>
      )}
    </section>
  );
}

const UNITS = 'People who came and went on together are one buying unit.';

function EntriesCard({ state, today }: { state: PageState; today: Today | undefined }) {
  if (!today) return <Waiting title="Entries" />;
  const { value, interval: bounds, coverage } = today.entries;
  const reason = entriesReason(state);
  const { comparison } = today;
  const diff = comparison && change(value, comparison.entries);
  return (
    <Card title="Entries" id="card-entries">
      <Figure id="entries" value={value} text={count(value)} />
      {reason ? (
        <p class="reason">{reason}</p>
      ) : (
        <p class="detail">
          {bounds && (
            <span
              data-testid="entries-interval"
              title="In 95 of 100 such days the true count lies within these bounds."
            >
              95 %: {interval(bounds)}
            </span>
          )}
          <span>{count(today.exits.value)} out</span>
          {typeof today.units?.in === 'number' && (
            <span data-testid="units" data-value={today.units.in} title={UNITS}>
              {counted(today.units.in, 'buying unit')}
            </span>
          )}
        </p>
      )}
      <p class="detail muted">
        {comparison === null || comparison.entries === null
          ? 'No comparable day to hold it against'
          : `${diff ?? DASH} against ${count(comparison.entries)} ${comparedWith(comparison)}`}
      </p>
      <TargetLine today={today} metric="entries" />
      <QualityMark coverage={coverage} />
    </Card>
  );
}

function PeopleCard({ state, nowMs, loading }: { state: PageState; nowMs: number; loading: boolean }) {
  const people = peopleNow(state, nowMs);
  if (loading && people.value === null) return <Waiting title="On the floor now" />;
  const fresh = people.value !== null && !people.stale;
  return (
    <Card title="On the floor now" id="card-people">
      <Figure
        id="people-now"
        value={people.value}
        text={count(people.value)}
        unit={people.value === 1 ? 'person' : 'people'}
      />
      {people.value === null ? (
        <p class="reason">{missingReason(state, null)}</p>
      ) : (
        <p class="detail detail-live">
          <span class={`pulse ${fresh ? 'pulse-live' : ''}`} aria-hidden="true" />
          <span>
            {fresh ? 'Live' : 'Not live'}
            {people.atMs !== undefined && `, counted ${ago(people.atMs, nowMs)}`}
          </span>
        </p>
      )}
      {people.value !== null && people.stale && <p class="reason">The last count is old: it may have changed.</p>}
    </Card>
  );
}

function FloorCard({ state, today }: { state: PageState; today: Today | undefined }) {
  if (!today) return <Waiting title="Average on the floor" />;
  const { value, max, personS, coverage } = today.averageOnFloor;
  return (
    <Card title="Average on the floor" id="card-average">
      <Figure id="average" value={value} text={figure(value)} unit="people" />
      {value === null ? (
        <p class="reason">{missingReason(state, coverage)}</p>
      ) : (
        <p class="detail">
          <span>at most {count(max)}</span>
          <span data-testid="person-time" data-value={personS ?? ''}>
            {personTime(personS)}
          </span>
        </p>
      )}
      <QualityMark coverage={coverage} />
    </Card>
  );
}

function DwellCard({ state, today }: { state: PageState; today: Today | undefined }) {
  if (!today) return <Waiting title="Dwell" />;
  const [first, ...others] = dwellZones(today);
  if (!first) {
    return (
      <Card title="Dwell" id="card-dwell">
        <Figure id="dwell" value={null} text={DASH} />
        <p class="reason">
          {today.zones.length === 0 ? 'No zone is drawn on the plan.' : missingReason(state, today.zones[0].coverage)}
        </p>
      </Card>
    );
  }
  const shown = first.dwellS.p50 ?? first.dwellS.mean;
  return (
    <Card title={`Dwell, ${first.name}`} id="card-dwell">
      <Figure id="dwell" value={shown} text={duration(shown)} unit={first.dwellS.p50 === null ? 'mean' : 'median'} />
      <p class="detail">
        <span>{counted(first.visits, 'visit')}</span>
        <span>9 of 10 below {duration(first.dwellS.p90)}</span>
      </p>
      {others.length > 0 && (
        <p class="detail muted">
          {others.slice(0, 2).map((it) => (
            <span key={it.zone}>
              {it.name} {duration(it.dwellS.p50 ?? it.dwellS.mean)}
            </span>
          ))}
        </p>
      )}
      <QualityMark coverage={first.coverage} />
    </Card>
  );
}
