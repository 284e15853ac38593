import type { StoreSummary } from '../models/contract/api/stores.ts';
import type { Controller } from './controller.ts';
import { rangeLabel } from './format.ts';
import { NodesSection } from './nodes/nodes.tsx';
import { PlanCard } from './plan/plan.tsx';
import type { PageState } from './state.ts';
import { rangeOf } from './time/range.ts';
import { RangeBar } from './time/range-bar.tsx';
import { TodaySection } from './today/today.tsx';
import type { ViewProps } from './ui/view.tsx';
import { ChartCard, TodayNews } from './views.tsx';
import { LineTable } from './zones/line-table.tsx';
import { ZoneTable } from './zones/zone-table.tsx';

interface Props {
  state: PageState;
  controller: Controller;
  summary: StoreSummary;
  /** By the browser's clock. */
  nowMs: number;
  view: ViewProps;
}

/** Today's answer, what there is to do, and the floor in a range of one's choice. */
export function TodayPage({ state, controller, summary: { timeZone }, nowMs, view }: Props) {
  const retry = (): void => void controller.connect();
  const zone = (id: string | undefined): void => controller.selectZone(id);
  const storeMs = nowMs + state.clockOffsetMs;
  const range = rangeOf(state.choice, storeMs, timeZone);
  return (
    <>
      <TodaySection
        state={state}
        nowMs={nowMs}
        timeZone={timeZone}
        onRetry={retry}
        news={<TodayNews {...view} stamp={state.resources.today.fetchedAtMs} />}
      />
      <section class="section" aria-labelledby="floor-title">
        <div class="section-head section-head-sticky">
          <h2 id="floor-title">On the floor</h2>
          <p class="muted" data-testid="range">
            {rangeLabel(range.from, range.to, timeZone)}
          </p>
          <RangeBar
            choice={state.choice}
            nowMs={storeMs}
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
          <div class="floor-side">
            <ChartCard state={state} nowMs={storeMs} timeZone={timeZone} onZone={zone} onRetry={retry} />
            <LineTable state={state} onRetry={retry} />
          </div>
          <ZoneTable state={state} nowMs={nowMs} onZone={zone} onRetry={retry} />
        </div>
      </section>
      <NodesSection state={state} nowMs={nowMs} onRetry={retry} />
    </>
  );
}
