import type { SalesAnswer } from '../../models/contract/sales.ts';
import { clock, count, counted, figure, money, percent } from '../format.ts';
import type { PageState } from '../state.ts';
import { Card, Loaded } from '../ui/card.tsx';
import { Fact } from '../ui/fact.tsx';
import { QualityMark } from '../ui/quality.tsx';
import { hourBars } from './hours.ts';

interface Props {
  state: PageState;
  timeZone: string;
  onRetry: () => void;
}

/** What the tills took today, and how many of those who came in bought. */
export function SalesCard({ state, timeZone, onRetry }: Props) {
  const { sales } = state.resources;
  return (
    <Card title="Tills" id="card-sales" class="wide-card" url={sales.url} busy={sales.loading}>
      <Loaded resource={sales} lines={2} onRetry={onRetry}>
        {(data) => (
          <div class="queue">
            <Conversion data={data} />
            {data.tillsUntil !== null && <Figures data={data} />}
            <Hours data={data} timeZone={timeZone} />
          </div>
        )}
      </Loaded>
    </Card>
  );
}

const MEANING = 'Sales with a net above 0 ÷ buying units that came in; who came together is one unit.';

/** The time from door to till is that of the last day: of several days each has its own. */
const LONGEST_DAY_MS = 25 * 3_600_000;

function Conversion({ data: { from, to, total, tillsUntil, entryToTill } }: { data: SalesAnswer }) {
  const { value, interval } = total.conversion;
  const units = total.units ?? total.entries;
  const isOneDay = Date.parse(to) - Date.parse(from) <= LONGEST_DAY_MS;
  return (
    <div class="queue-now">
      <h4 title={MEANING}>Conversion</h4>
      <p class="figure" data-known={value !== null}>
        <span data-testid="conversion" data-value={value ?? ''}>
          {percent(value)}
        </span>
      </p>
      {tillsUntil === null ? (
        <p class="reason">Not known: no till has told of a sale yet.</p>
      ) : value === null ? (
        <p class="reason">Not known: the doors were not seen for long enough.</p>
      ) : (
        <p class="detail">
          {interval && (
            <span title="By the interval of the count at the doors; sales are exact.">
              95 %: {percent(interval[0])}–{percent(interval[1])}
            </span>
          )}
          <span data-testid="conversion-of">
            {counted(total.matched, 'sale')} ÷{' '}
            {total.units === null ? `${count(units)} people` : counted(units, 'buying unit')} who came in
            {entryToTill && isOneDay ? ` ${entryToTill.minutes} min before` : ''}
          </span>
        </p>
      )}
      {tillsUntil !== null && <QualityMark coverage={total.coverage} />}
    </div>
  );
}

function Figures({ data: { total, currency } }: { data: SalesAnswer }) {
  return (
    <dl class="queue-facts">
      <Fact id="sales" name="Sales" value={count(total.transactions)}>
        {total.returns !== null && total.returns > 0 && `${count(total.returns)} with something brought back`}
      </Fact>
      <Fact id="sales-net" name="Net" value={money(total.net, currency, 0)}>
        {total.unpriced !== null && total.unpriced > 0 && `${count(total.unpriced)} without a price left out`}
      </Fact>
      <Fact id="basket-items" name="Items a basket" value={figure(total.itemsPerTransaction)} />
      <Fact id="basket-net" name="Net a basket" value={money(total.netPerTransaction, currency, 2)} />
    </dl>
  );
}

function Hours({ data: { points, tillsUntil }, timeZone }: { data: SalesAnswer; timeZone: string }) {
  const bars = hourBars(points);
  if (bars.length === 0 || tillsUntil === null) return null;
  const [first] = bars;
  const at = (it: { startMs: number }): string => clock(it.startMs, timeZone);
  const label = `Sales by hour: ${bars.map((it) => `${at(it)} ${it.sales ?? 'not known'}`).join(', ')}.`;
  return (
    <figure class="queue-chart">
      <figcaption>
        <span class="key key-1">sales by hour</span>
      </figcaption>
      <div class="hours" role="img" aria-label={label} data-testid="sales-hours">
        {bars.map((it) => (
          <span key={it.startMs} title={`${at(it)}: ${it.sales ?? 'not known'}`}>
            {it.share === null ? <i class="queue-unseen" /> : <i style={{ height: `${it.share * 100}%` }} />}
          </span>
        ))}
      </div>
      <div class="queue-axis hours-axis">
        <span>{at(first)}</span>
        <span>until {clock(Date.parse(tillsUntil), timeZone)}</span>
      </div>
    </figure>
  );
}
