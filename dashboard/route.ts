import { useEffect, useState } from 'preact/hooks';

/** The page's views by the name that stands behind `#/` in the address; Today is the one without. */
export const VIEWS = [
  ...([
    'today',
    'stores',
    'funnel',
    'alerts',
    'notes',
    'imports',
    'privacy',
    'jobs',
    'users',
    'tokens',
    'audit',
  ] as const),
  ...(['account', 'sign-in'] as const),
];
export type ViewName = (typeof VIEWS)[number];
/** `link`: somebody has come by a one-time link, whose secret this is. */
export type Route = { view: ViewName } | { view: 'link'; secret: string };

export const hrefOf = (view: ViewName): string => (view === 'today' ? '#/' : `#/${view}`);

/** What the address asks for; undefined where it says nothing of views, as `#main` does. */
export function routeOf(hash: string): Route | undefined {
  if (hash === '' || hash === '#' || hash === '#/') return { view: 'today' };
  const secret = /^#link=([\w-]+)$/.exec(hash)?.[1];
  if (secret !== undefined) return { view: 'link', secret };
  const view = VIEWS.find((it) => hash === `#/${it}`);
  return view && { view };
}

/** The view in the address, as it changes. */
export function useRoute(): Route {
  const [route, setRoute] = useState<Route>(() => routeOf(location.hash) ?? { view: 'today' });
  useEffect(() => {
    const follow = (): void => {
      const next = routeOf(location.hash);
      if (next) setRoute(next);
    };
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  useEffect(() => {
    // The secret shall not stand in the address bar, nor in the browser's history.
    if (route.view === 'link') history.replaceState(null, '', location.pathname + location.search);
  }, [route]);
  return route;
}
