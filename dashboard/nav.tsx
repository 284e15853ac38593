import { useEffect, useRef } from 'preact/hooks';
import type { Right } from '../models/contract/rights.ts';
import { hrefOf, type Route, type ViewName } from './route.ts';
import type { May } from './session/may.ts';

/** The views, what one must be allowed to, to be offered them, and what they are called. */
const OFFERED: { view: ViewName; right: Right; name: string }[] = [
  { view: 'today', right: 'view', name: 'Today' },
  { view: 'stores', right: 'view', name: 'Stores' },
  { view: 'funnel', right: 'view', name: 'Funnel' },
  { view: 'alerts', right: 'view', name: 'Alerts' },
  { view: 'notes', right: 'view', name: 'Notes' },
  { view: 'imports', right: 'import', name: 'Imports' },
  { view: 'jobs', right: 'operate', name: 'Jobs' },
  { view: 'users', right: 'administer', name: 'Users' },
  { view: 'tokens', right: 'administer', name: 'Tokens' },
  { view: 'audit', right: 'administer', name: 'Audit trail' },
  { view: 'privacy', right: 'view', name: 'Privacy' },
];

interface Props {
  route: Route;
  may: May;
  /** Whether the audit trail, which is of all stores, may be read. */
  everywhere: boolean;
  /** Stores in sight: one alone is compared with nothing. */
  stores: number;
  /** Alerts to be worked on, as it is written: `3`, `99+`; undefined where there are none, or nobody has said. */
  toDo: string | undefined;
}

/** The way to what one may do. */
export function Nav({ route, may, everywhere, stores, toDo }: Props) {
  const list = OFFERED.filter(
    ({ view, right }) => may(right) && (view !== 'audit' || everywhere) && (view !== 'stores' || stores > 1),
  );
  const bar = useRef<HTMLElement>(null);
  useEffect(() => {
    // On a narrow screen the bar scrolls sideways.
    const here = bar.current?.querySelector<HTMLElement>('[aria-current]');
    if (bar.current && here)
      bar.current.scrollLeft = here.offsetLeft - (bar.current.clientWidth - here.offsetWidth) / 2;
  }, [route.view, list.length]);
  if (list.length === 0) return null;
  return (
    <nav ref={bar} class="nav" aria-label="Views">
      {list.map((it) => (
        <a key={it.view} href={hrefOf(it.view)} aria-current={route.view === it.view ? 'page' : undefined}>
          {it.name}
          {it.view === 'alerts' && toDo !== undefined && (
            <span class="nav-count" data-testid="nav-alerts">
              {' '}
              {toDo}
              <span class="visually-hidden"> to do</span>
            </span>
          )}
        </a>
      ))}
    </nav>
  );
}

export const titleOf = (route: Route): string | undefined =>
  route.view === 'today' ? undefined : OFFERED.find((it) => it.view === route.view)?.name;
