import { useState } from 'preact/hooks';
import { COMPARE_METRICS, type Compare, type CompareMetric } from '../../models/contract/compare.ts';
import { paths } from '../api.ts';
import { startOfDay, toField } from '../time/zone.ts';
import { useAnswer } from '../ui/answer.ts';
import { Card, Loaded } from '../ui/card.tsx';
import { View, type ViewProps } from '../ui/view.tsx';
import { CompareTable } from './compare-table.tsx';
import { likeForLikeWords, metricNames } from './words.ts';
import '../styles/funnel.css';

const SPANS = [7, 28, 91] as const;

/** The stores in sight beside one another, with their sizes and opening hours taken into account. */
export function StoresView({ store, timeZone, nowMs }: ViewProps) {
  const [metric, setMetric] = useState<CompareMetric>('entries');
  const [days, setDays] = useState<number>(7);
  const day = (back: number): string => toField(startOfDay(nowMs, timeZone, -back), timeZone).slice(0, 10);
  // Seven days are what the gateway takes by itself, of each store by its own calendar.
  const query: Record<string, string> = days === 7 ? { metric } : { metric, from: day(days), to: day(0) };
  const [resource, again] = useAnswer<Compare>(paths.compare(query));
  return (
    <View
      title="Stores"
      lead="A benchmark is the median of a store's cluster, all its stores with it; fewer than three that are known give none."
      aside={
        <>
          <fieldset class="segments" aria-label="Figure">
            {COMPARE_METRICS.map((it) => (
              <button key={it} type="button" aria-pressed={metric === it} onClick={() => setMetric(it)}>
                {metricNames[it]}
              </button>
            ))}
          </fieldset>
          <fieldset class="segments" aria-label="Days">
            {SPANS.map((it) => (
              <button key={it} type="button" aria-pressed={days === it} onClick={() => setDays(it)}>
                {it} days
              </button>
            ))}
          </fieldset>
        </>
      }
    >
      <Card title={metricNames[metric]} id="compare" url={resource.url} busy={resource.loading}>
        <Loaded resource={resource} lines={5} onRetry={again}>
          {(data) => (
            <>
              <p class="card-sub" data-testid="like-for-like">
                {likeForLikeWords(data)}
              </p>
              <CompareTable of={data} store={store} />
            </>
          )}
        </Loaded>
      </Card>
    </View>
  );
}
