import type { ComponentChildren } from 'preact';
import type { StoreSummary } from '../../models/contract/api/stores.ts';
import { clock, clockSeconds, dayName } from '../format.ts';
import type { PageState } from '../state.ts';
import { browserZone } from '../time/zone.ts';
import { Compute } from './compute.tsx';
import { notices, statuses } from './status.ts';

interface Props {
  state: PageState;
  nowMs: number;
  summary: StoreSummary | undefined;
  onStore: (store: string) => void;
  onRetry: () => void;
  /** Who looks. */
  account: ComponentChildren;
  /** Without what only a reader of figures must know. */
  brief: boolean;
}

/** Which store, what time it is there, and whether what follows can be trusted. */
export function Header({ state, nowMs, summary, onStore, onRetry, account, brief }: Props) {
  const timeZone = summary?.timeZone ?? browserZone();
  const storeMs = nowMs + state.clockOffsetMs;
  const list = statuses(state, nowMs, timeZone);
  return (
    <header class="page-head">
      <div class="page-head-row">
        <img src="/icon.svg" alt="" width="36" height="36" />
        <div class="page-title">
          <h1 data-testid="store-name">{summary?.name ?? 'Aisle'}</h1>
          {summary && (
            <p class="muted">
              <time data-testid="store-time" dateTime={new Date(storeMs).toISOString()}>
                {dayName(storeMs, timeZone)}, {clock(storeMs, timeZone)}
              </time>{' '}
              {timeZone}
              {summary.clock === 'simulated' && ' · simulated clock'}
            </p>
          )}
        </div>
        <StorePicker state={state} onStore={onStore} />
        {account}
        <ul class="statuses" aria-label="Status" aria-live="polite">
          {list.map((it) => (
            <li
              key={it.key}
              class={`status tone-${it.tone}`}
              data-testid={it.key === 'link' ? 'connection' : 'status'}
              data-tone={it.tone}
            >
              <span class="status-dot" aria-hidden="true" />
              <span>
                {it.text}
                {it.hint && <span aria-hidden="true">{it.hint}</span>}
              </span>
            </li>
          ))}
        </ul>
      </div>
      <AwayBanner state={state} timeZone={timeZone} onRetry={onRetry} />
      {!brief && <Notices state={state} />}
    </header>
  );
}

function StorePicker({ state, onStore }: Pick<Props, 'state' | 'onStore'>) {
  const stores = state.resources.stores.data?.stores ?? [];
  if (stores.length < 2) return null;
  return (
    <label class="field">
      <span class="visually-hidden">Store</span>
      <select value={state.store} onChange={(event) => onStore(event.currentTarget.value)}>
        {stores.map((it) => (
          <option key={it.store} value={it.store}>
            {it.name}
          </option>
        ))}
      </select>
    </label>
  );
}

function AwayBanner({ state, timeZone, onRetry }: { state: PageState; timeZone: string; onRetry: () => void }) {
  const fetched = state.resources.today.fetchedAtMs;
  if (state.connection.kind !== 'away') return null;
  return (
    <div class="banner" role="alert" data-testid="away">
      <p>
        <strong>The gateway is away.</strong>{' '}
        {fetched === undefined
          ? 'Nothing has been fetched yet.'
          : `The figures below are those fetched at ${clockSeconds(fetched, timeZone)}; they do not change until it is back.`}{' '}
        The nodes keep their counts and send them later.
      </p>
      <button type="button" class="button" onClick={onRetry}>
        Try now
      </button>
    </div>
  );
}

/** The gateway lists first what changes the meaning of the numbers: the footage, and what is published. */
const ALWAYS_SHOWN = 2;

function Notices({ state }: { state: PageState }) {
  const list = notices(state);
  const [shown, more] = [list.slice(0, ALWAYS_SHOWN), list.slice(ALWAYS_SHOWN)];
  const items = (texts: string[]) => texts.map((it) => <li key={it}>{it}</li>);
  return (
    <div class="notices">
      {shown.length > 0 && (
        <div class="notice-list" data-testid="notices">
          <ul>{items(shown)}</ul>
          {more.length > 0 && (
            <details class="compute">
              <summary>
                {more.length} more {more.length === 1 ? 'notice' : 'notices'}
              </summary>
              <ul>{items(more)}</ul>
            </details>
          )}
        </div>
      )}
      <Compute state={state} />
    </div>
  );
}
