import type { Today } from '../../models/contract/api/today.ts';
import { clock, count, duration, plusMinus } from '../format.ts';
import type { PageState } from '../state.ts';
import { Card } from '../ui/card.tsx';
import { Figure, Waiting } from '../ui/figure.tsx';
import { insideReason } from './figures.ts';

interface InsideProps {
  state: PageState;
  timeZone: string;
  today: Today | undefined;
}

/** Who is in the store, in view of a camera or not. */
export function InsideCard({ state, timeZone, today }: InsideProps) {
  if (!today) return <Waiting title="People inside" />;
  const { inside } = today;
  return (
    <Card title="People inside" id="card-inside">
      <Figure
        id="inside"
        value={inside?.people ?? null}
        text={count(inside?.people)}
        unit={inside ? plusMinus(inside.interval) : undefined}
      />
      {inside ? (
        <p class="detail">
          <span title="The balance of who came in, who went out and who is in view.">
            By balance, at {clock(Date.parse(inside.at), timeZone)}
          </span>
        </p>
      ) : (
        <p class="reason">{insideReason(state, today)}</p>
      )}
      <LeftOut leftOut={today.leftOut} />
    </Card>
  );
}

/** What is in no figure, so that nobody wonders where the staff are. */
function LeftOut({ leftOut: { staffS, stillS } }: { leftOut: Today['leftOut'] }) {
  const parts = [
    ...(staffS ? [`${duration(staffS)} of staff`] : []),
    ...(stillS ? [`${duration(stillS)} of still things`] : []),
  ];
  if (parts.length === 0) return null;
  return (
    <p class="detail muted" data-testid="left-out">
      Left out: {parts.join(', ')}
    </p>
  );
}
