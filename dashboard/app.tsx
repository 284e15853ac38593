import { useEffect, useRef } from 'preact/hooks';
import type { Alerts } from '../models/contract/alerts.ts';
import { isSignedOut, paths } from './api.ts';
import type { Controller } from './controller.ts';
import { Header } from './header/header.tsx';
import { Nav, titleOf } from './nav.tsx';
import { hrefOf, type Route, useRoute } from './route.ts';
import { Badge } from './session/badge.tsx';
import type { Keeper, SessionState } from './session/keeper.ts';
import { mayEverywhere, mayIn } from './session/may.ts';
import { useSession } from './session/use-session.ts';
import { type Store, useNow, usePage } from './store.ts';
import { choiceToQuery } from './time/range.ts';
import { browserZone } from './time/zone.ts';
import { TodayPage } from './today-page.tsx';
import { useAnswer } from './ui/answer.ts';
import { FaultBox, Skeleton } from './ui/card.tsx';
import type { ViewProps } from './ui/view.tsx';
import { LinkPart, SignIn, VIEW_PARTS } from './views.tsx';

interface Props {
  store: Store;
  controller: Controller;
  keeper: Keeper;
}

export function App({ store, controller, keeper }: Props) {
  const state = usePage(store);
  const session = useSession(keeper);
  const route = useRoute();
  const nowMs = useNow(1000);
  const { stores } = state.resources;
  const summary = stores.data?.stores.find((it) => it.store === state.store);
  const timeZone = summary?.timeZone ?? browserZone();
  const retry = (): void => void controller.connect();
  const title = titleOf(route);
  const { today, nodes } = state.resources;
  const signedOut = [stores, today, nodes].some((it) => isSignedOut(it.fault));
  // A gateway that was away when the page was opened has not said yet who looks.
  const unknown = session.session === undefined && state.connection.kind === 'connected';
  useSignedIn(session, controller, keeper, signedOut || unknown);
  useEffect(() => {
    document.title = [title, summary?.name, 'Aisle'].filter(Boolean).join(' · ');
    if (!summary) return;
    const query = new URLSearchParams({ store: summary.store, ...choiceToQuery(state.choice) });
    history.replaceState(null, '', `?${query}${route.view === 'link' ? '' : location.hash}`);
  }, [title, summary?.name, summary?.store, state.choice]);
  const gate = gateOf(route, session);
  const may = mayIn(session, summary);
  const toDo = useToDo(gate === undefined ? summary?.store : undefined, today.fetchedAtMs);
  const view: ViewProps = {
    ...{ store: summary?.store ?? '', timeZone, nowMs: nowMs + state.clockOffsetMs, keeper, may },
    currency: state.resources.sales.data?.currency ?? undefined,
    onFigures: () => controller.refresh(),
  };
  const Part = VIEW_PARTS[route.view];
  if (gate) return <Gate keeper={keeper} session={session} secret={gate === 'sign-in' ? undefined : gate.secret} />;
  return (
    <>
      <a class="skip" href="#main">
        Skip to the figures
      </a>
      <div class={`page connection-${state.connection.kind}`}>
        <Header
          state={state}
          nowMs={nowMs}
          summary={summary}
          onStore={(it) => controller.selectStore(it)}
          onRetry={retry}
          account={<Badge state={session} />}
          brief={route.view !== 'today'}
        />
        <Nav
          route={route}
          may={may}
          everywhere={mayEverywhere(session, 'administer')}
          stores={stores.data?.stores.length ?? 0}
          toDo={toDo}
        />
        <main id="main">
          {route.view === 'account' && Part ? (
            <Part {...view} />
          ) : !summary ? (
            <NoStore
              fault={stores.fault}
              none={stores.data?.stores.length === 0}
              noRole={session.session?.as === 'user' && session.session.grants.length === 0}
              onRetry={retry}
            />
          ) : Part ? (
            <Part key={summary.store} {...view} />
          ) : (
            <TodayPage state={state} controller={controller} summary={summary} nowMs={nowMs} view={view} />
          )}
        </main>
        <footer class="page-foot muted">
          Every figure links to the answer it was read from. <a href="/api/openapi.json">API description</a>
        </footer>
      </div>
    </>
  );
}

/** What stands before the page: a one-time link's form, or the sign-in. */
function gateOf(route: Route, { session }: SessionState): 'sign-in' | { secret: string } | undefined {
  if (route.view === 'link') return { secret: route.secret };
  return session?.as === 'nobody' || route.view === 'sign-in' ? 'sign-in' : undefined;
}

/** Asks who looks when that is in doubt, and for the figures when it is another than before. */
function useSignedIn({ session }: SessionState, controller: Controller, keeper: Keeper, inDoubt: boolean): void {
  const who = session && `${session.as} ${session.name}`;
  const before = useRef(who);
  useEffect(() => {
    if (inDoubt) void keeper.load();
  }, [inDoubt, keeper]);
  useEffect(() => {
    if (before.current !== undefined && who !== before.current) void controller.connect();
    before.current = who;
  }, [who, controller]);
}

/** How many alerts are to be worked on, whenever the figures come anew. */
function useToDo(store: string | undefined, stamp: unknown): string | undefined {
  const [{ data }] = useAnswer<Alerts>(store === undefined ? undefined : paths.alerts(store), stamp);
  const n = data?.alerts.length ?? 0;
  if (n === 0) return undefined;
  return data?.next || n > 99 ? '99+' : String(n);
}

function Gate({ keeper, session, secret }: { keeper: Keeper; session: SessionState; secret: string | undefined }) {
  const leave = (): void => {
    location.hash = hrefOf('today');
  };
  return (
    <div class="page page-gate">
      <header class="gate-head">
        <img src="/icon.svg" alt="" width="36" height="36" />
        <h1>Aisle</h1>
      </header>
      <main id="main">
        {secret === undefined ? (
          <SignIn keeper={keeper} state={session} />
        ) : (
          <LinkPart keeper={keeper} secret={secret} onDone={leave} />
        )}
      </main>
    </div>
  );
}

interface NoStoreProps {
  fault: Parameters<typeof FaultBox>[0]['fault'] | undefined;
  none: boolean;
  noRole: boolean;
  onRetry: () => void;
}

/** Before any store is known. */
function NoStore({ fault, none, noRole, onRetry }: NoStoreProps) {
  if (fault) return <FaultBox fault={fault} onRetry={onRetry} />;
  if (noRole) {
    return (
      <p class="empty" data-testid="empty">
        <strong>No role yet.</strong> Your account is there, but gives you no right in any store. Ask an administrator.
      </p>
    );
  }
  if (none) {
    return (
      <p class="empty" data-testid="empty">
        <strong>No store yet.</strong> A store appears when its node first reports; start one with{' '}
        <code>npm run -s aisle -- edge --site FILE</code>.
      </p>
    );
  }
  return (
    <div class="cards">
      {['a', 'b', 'c', 'd'].map((it) => (
        <div key={it} class="card">
          <Skeleton lines={3} />
        </div>
      ))}
    </div>
  );
}
