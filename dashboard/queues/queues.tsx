import type { Queues } from '../../models/contract/api/queues.ts';
import type { StoreDetail } from '../../models/contract/api/stores.ts';
import type { Today } from '../../models/contract/api/today.ts';
import { clock, count, countOfMany, duration, figure, interval, percent } from '../format.ts';
import type { PageState } from '../state.ts';
import { missingReason } from '../today/figures.ts';
import { Card, Loaded } from '../ui/card.tsx';
import { Fact } from '../ui/fact.tsx';
import { QualityMark } from '../ui/quality.tsx';
import { lengthLines } from './length.ts';

interface Props {
  state: PageState;
  timeZone: string;
  onRetry: () => void;
}
type Queue = Queues['queues'][number];
type Now = Today['queues'][number];

/** How long people wait today, the longest queue first. A store without a queue on its plan has no such card. */
export function QueuesCard({ state, timeZone, onRetry }: Props) {
  const { detail, queues, today } = state.resources;
  if (!detail.data?.zones.some((it) => it.kind === 'queue')) return null;
  const nowOf = (it: Queue): Now | undefined => today.data?.queues.find((now) => now.zone === it.zone);
  const longest = (it: Queue): number => nowOf(it)?.now?.length ?? -1;
  return (
    <Card title="Queues" id="card-queues" class="wide-card" url={queues.url} busy={queues.loading}>
      <Loaded resource={queues} lines={2} onRetry={onRetry}>
        {(data) =>
          [...data.queues]
            .sort((a, b) => longest(b) - longest(a))
            .map((it) => (
              <QueueRow
                key={it.zone}
                queue={it}
                today={nowOf(it)}
                reason={it.total.joined === null ? unknownReason(state, it) : undefined}
                hasTill={hasTill(detail.data!, it.zone)}
                timeZone={timeZone}
              />
            ))
        }
      </Loaded>
    </Card>
  );
}

function unknownReason(state: PageState, { total }: Queue): string {
  const seen = state.resources.today.data?.averageOnFloor.value;
  if (total.coverage !== null || seen == null) return missingReason(state, total.coverage);
  return 'Not measured: the node has told nothing of this queue yet.';
}

/** Without a till on its floor nobody can tell who was served from who gave up. */
function hasTill({ zones }: StoreDetail, queue: string): boolean {
  const floor = zones.find((it) => it.id === queue)?.floor;
  return zones.some((it) => it.kind === 'till' && it.floor === floor);
}

interface RowProps {
  queue: Queue;
  today: Now | undefined;
  reason: string | undefined;
  hasTill: boolean;
  timeZone: string;
}

function QueueRow({ queue: { zone, name, total, points }, today, reason, hasTill, timeZone }: RowProps) {
  const now = today?.now ?? null;
  return (
    <div class="queue" data-testid={`queue-${zone}`}>
      <div class="queue-now">
        <h4>{name}</h4>
        <p class="figure" data-known={now !== null}>
          <span data-testid="queue-now" data-value={now?.length ?? ''}>
            {figure(now?.length)}
          </span>
          {now && <small>waiting</small>}
        </p>
        {now ? (
          <p class="detail">
            up to {count(now.max)} in the minute before {clock(Date.parse(now.at), timeZone)}
          </p>
        ) : (
          <p class="reason">{reason ?? 'Nothing was told of it in the last ten minutes.'}</p>
        )}
        <QualityMark coverage={total.coverage} />
      </div>
      {reason === undefined && <Facts total={total} hasTill={hasTill} />}
      <LengthChart name={name} points={points} timeZone={timeZone} />
    </div>
  );
}

function Facts({ total, hasTill }: { total: Queue['total']; hasTill: boolean }) {
  const { waits, waitS, serviceS } = total;
  const few = total.suppressed ? 'suppressed' : total.protection?.waits;
  return (
    <dl class="queue-facts">
      <Fact id="queue-mean" name="Mean wait" value={duration(waitS.mean)} />
      <Fact
        id="queue-p90"
        name="9 of 10 wait below"
        value={duration(waitS.p90)}
        hint="Whoever gave up would have waited longer than was seen; that is reckoned with."
      />
      <Fact id="queue-gave-up" name="Gave up" value={hasTill ? countOfMany(waits.abandoned, few) : 'not told'}>
        {!hasTill && 'no till is drawn'}
        {hasTill && waits.abandonedInterval && `${interval(waits.abandonedInterval)}, `}
        {hasTill && waits.abandoned !== null && `${percent(total.abandonmentShare)} of those who waited`}
      </Fact>
      <Fact id="queue-served" name="Served" value={countOfMany(waits.served, few)}>
        {serviceS.mean !== null && `${duration(serviceS.mean)} at a till`}
      </Fact>
    </dl>
  );
}

function LengthChart({ name, points, timeZone }: { name: string; points: Queue['points']; timeZone: string }) {
  const lines = lengthLines(points);
  if (!lines) return null;
  const { fromMs, toMs, top, mean, max, unseen } = lines;
  const label = `People waiting at ${name} from ${clock(fromMs, timeZone)} to ${clock(toMs, timeZone)}: at most ${count(top)}${unseen.length > 0 ? `; ${unseen.length} of ${points.length} steps not known` : ''}.`;
  return (
    <figure class="queue-chart" data-testid="queue-chart">
      <figcaption>
        <span class="key key-1">mean</span>
        <span class="key key-2">at most</span>
        {unseen.length > 0 && (
          <span class="key">
            <span class="hatch" aria-hidden="true" /> not seen
          </span>
        )}
      </figcaption>
      <div class="queue-plot">
        <span class="queue-top">{count(top)}</span>
        <div class="queue-box">
          {unseen.map(([from, to]) => (
            <span key={from} class="queue-unseen" style={{ left: `${from}%`, width: `${to - from}%` }} />
          ))}
          <svg viewBox="0 0 100 100" preserveAspectRatio="none" role="img" aria-label={label}>
            <path class="queue-max" d={max} />
            <path class="queue-mean" d={mean} />
          </svg>
        </div>
      </div>
      <div class="queue-axis">
        <span>{clock(fromMs, timeZone)}</span>
        <span>{clock(toMs, timeZone)}</span>
      </div>
    </figure>
  );
}
