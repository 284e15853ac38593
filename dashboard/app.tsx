import { useEffect } from 'preact/hooks';
import { ChartCard } from './chart/chart.tsx';
import type { Controller } from './controller.ts';
import { rangeLabel } from './format.ts';
import { Header } from './header/header.tsx';
import { NodesSection } from './nodes/nodes.tsx';
import { PlanCard } from './plan/plan.tsx';
import { type Store, useNow, usePage } from './store.ts';
import { choiceToQuery, rangeOf } from './time/range.ts';
import { RangeBar } from './time/range-bar.tsx';
import { browserZone } from './time/zone.ts';
import { TodaySection } from './today/today.tsx';
import { FaultBox, Skeleton } from './ui/card.tsx';
import { LineTable } from './zones/line-table.tsx';
import { ZoneTable } from './zones/zone-table.tsx';

interface Props {
  store: Store;
  controller: Controller;
}

export function App({ store, controller }: Props) {
  const state = usePage(store);
  const nowMs = useNow(1000);
  const { stores } = state.resources;
  const summary = stores.data?.stores.find((it) => it.store === state.store);
  const timeZone = summary?.timeZone ?? browserZone();
  const retry = (): void => void controller.connect();
  const zone = (id: string | undefined): void => controller.selectZone(id);
  useEffect(() => {
    document.title = summary ? `${summary.name} · Aisle` : 'Aisle';
    if (!summary) return;
    const query = new URLSearchParams({ store: summary.store, ...choiceToQuery(state.choice) });
    history.replaceState(null, '', `?${query}`);
  }, [summary?.name, summary?.store, state.choice]);
  const range = rangeOf(state.choice, nowMs + state.clockOffsetMs, timeZone);
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
        />
        <main id="main">
          {summary ? (
            <>
              <TodaySection state={state} nowMs={nowMs} timeZone={timeZone} onRetry={retry} />
              <section class="section" aria-labelledby="floor-title">
                <div class="section-head section-head-sticky">
                  <h2 id="floor-title">On the floor</h2>
                  <p class="muted" data-testid="range">
                    {rangeLabel(range.from, range.to, timeZone)}
                  </p>
                  <RangeBar
                    choice={state.choice}
                    nowMs={nowMs + state.clockOffsetMs}
                    timeZone={timeZone}
                    onChoice={(it) => controller.selectRange(it)}
                  />
                </div>
                <div class="floor-layout">
                  <PlanCard
                    state={state}
                    nowMs={nowMs}
                    timeZone={timeZone}
                    onZone={zone}
                    onFloor={(it) => controller.selectFloor(it)}
                    onWays={(it) => controller.showWays(it)}
                    onRetry={retry}
                  />
                  <ChartCard
                    state={state}
                    nowMs={nowMs + state.clockOffsetMs}
                    timeZone={timeZone}
                    onZone={zone}
                    onRetry={retry}
                  />
                  <ZoneTable state={state} nowMs={nowMs} onZone={zone} onRetry={retry} />
                  <LineTable state={state} onRetry={retry} />
                </div>
              </section>
              <NodesSection state={state} nowMs={nowMs} onRetry={retry} />
            </>
          ) : (
            <NoStore fault={stores.fault} none={stores.data?.stores.length === 0} onRetry={retry} />
          )}
        </main>
        <footer class="page-foot muted">
          Every figure links to the answer it was read from. <a href="/api/openapi.json">API description</a>
        </footer>
      </div>
    </>
  );
}

interface NoStoreProps {
  fault: Parameters<typeof FaultBox>[0]['fault'] | undefined;
  none: boolean;
  onRetry: () => void;
}

/** Before any store is known. */
function NoStore({ fault, none, onRetry }: NoStoreProps) {
  if (fault) return <FaultBox fault={fault} onRetry={onRetry} />;
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
