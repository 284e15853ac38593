import type { Shelves } from '../../models/contract/shelves.ts';
import { clock, count, dayName, duration, percent } from '../format.ts';
import type { PageState } from '../state.ts';
import { Card, Loaded } from '../ui/card.tsx';
import { empties, type Facing, type Shelf, stateWord, stateWords, worstFirst } from './worst.ts';

interface Props {
  state: PageState;
  timeZone: string;
  onRetry: () => void;
}

/** What lies on the shelves now, the worst first. A store none of whose shelves is watched has no such card. */
export function ShelvesCard({ state, timeZone, onRetry }: Props) {
  const { shelves } = state.resources;
  if (shelves.data?.shelves.length === 0) return null;
  return (
    <Card title="Shelves" id="card-shelves" class="wide-card" url={shelves.url} busy={shelves.loading}>
      <Loaded resource={shelves} lines={2} onRetry={onRetry}>
        {(data) => (
          <div class="shelves">
            <Summary data={data} timeZone={timeZone} />
            <ul class="shelf-list">
              {worstFirst(data.shelves).map((it) => (
                <ShelfRow key={it.shelf} shelf={it} timeZone={timeZone} />
              ))}
            </ul>
          </div>
        )}
      </Loaded>
    </Card>
  );
}

/** Empty facings that are named; the others are in the bars. */
const NAMED = 5;

function Summary({ data: { now, total, shelves, at, from }, timeZone }: { data: Shelves; timeZone: string }) {
  const known = now.full + now.low + now.empty;
  const gone = empties(shelves);
  return (
    <div class="shelf-now">
      <h4>Empty now</h4>
      <p class="figure" data-known={known > 0}>
        <span data-testid="shelves-empty" data-value={known > 0 ? now.empty : ''}>
          {count(known > 0 ? now.empty : null)}
        </span>
        {known > 0 && <small>of {count(known)} facings in view</small>}
      </p>
      {known === 0 && (
        <p class="reason">
          {at === null ? 'No camera has told of a shelf yet.' : `Not seen since ${moment(at, timeZone, from)}.`}
        </p>
      )}
      <p class="detail">
        {now.low > 0 && <span>{count(now.low)} low</span>}
        {known > 0 && now.unknown > 0 && <span>{count(now.unknown)} not seen</span>}
        {total.share !== null && (
          <span data-testid="shelves-share" title="Time without product ÷ time in which the facings' state was known.">
            {percent(total.share)} of the time empty today
          </span>
        )}
      </p>
      <ul class="shelf-gone" data-testid="shelves-gone">
        {gone.slice(0, NAMED).map((it) => (
          <li key={`${it.shelf}/${it.facing}`}>
            <b>{it.name ?? it.sku}</b>{' '}
            <span class="muted">
              {it.since ? `since ${moment(it.since, timeZone, from)}` : 'since a time not known'}
            </span>
          </li>
        ))}
        {gone.length > NAMED && <li class="muted">and {gone.length - NAMED} more</li>}
      </ul>
    </div>
  );
}

/** The time, with its day where that is another than the answer's. */
function moment(at: string, timeZone: string, today?: string): string {
  const tMs = Date.parse(at);
  const day = dayName(tMs, timeZone);
  const time = clock(tMs, timeZone);
  return today === undefined || dayName(Date.parse(today), timeZone) === day ? time : `${day}, ${time}`;
}

function ShelfRow({ shelf: { shelf, now, facings }, timeZone }: { shelf: Shelf; timeZone: string }) {
  return (
    <li data-testid={`shelf-${shelf}`}>
      <b>{shelf}</b>
      <span class="facings" aria-hidden="true">
        {facings.map((it) => (
          <FacingBar key={it.facing} facing={it} timeZone={timeZone} />
        ))}
      </span>
      <span class="shelf-words muted">{stateWords(now)}</span>
    </li>
  );
}

/** A bar as high as the facing is full; an empty one is crossed out, one that nobody saw hatched. */
function FacingBar({ facing, timeZone }: { facing: Facing; timeZone: string }) {
  const { name, sku, state, since, fill, fillInterval, emptyS } = facing;
  const full = state === 'unknown' || fill === null ? '' : `, ${percent(fill)} full`;
  const sure = full && fillInterval ? ` (${percent(fillInterval[0])}–${percent(fillInterval[1])})` : '';
  const from = since ? ` since ${moment(since, timeZone)}` : '';
  const gone = emptyS ? `, empty for ${duration(emptyS)} today` : '';
  return (
    <span class={`facing facing-${state}`} title={`${name ?? sku}: ${stateWord(state)}${from}${full}${sure}${gone}`}>
      {(state === 'full' || state === 'low') && <i style={{ height: `${Math.max(8, (fill ?? 0) * 100)}%` }} />}
    </span>
  );
}
