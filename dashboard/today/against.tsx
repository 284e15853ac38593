import type { Today } from '../../models/contract/api/today.ts';
import { count, percent } from '../format.ts';

type Comparison = NonNullable<Today['comparison']>;
const weekday = new Intl.DateTimeFormat('en-GB', { weekday: 'long', timeZone: 'UTC' });

/** The days that a figure is held against, e.g. `on 4 comparable Sundays by this time`. */
export function comparedWith({ by, date, days }: Comparison): string {
  const many = days.length > 1;
  if (by === 'holiday')
    return `${many ? `on this holiday in ${days.length} earlier years` : `on ${date}, the same holiday,`} by this time`;
  const name = weekday.format(Date.parse(`${date}T12:00:00Z`));
  return many ? `on ${days.length} comparable ${name}s by this time` : `on ${date}, a comparable ${name}, by this time`;
}

/** How far the day has come on the way to its target, where it has one. */
export function TargetLine({
  today,
  metric,
}: {
  today: Today;
  metric: NonNullable<Today['targets']>[number]['metric'];
}) {
  const target = today.targets?.find((it) => it.metric === metric);
  if (!target) return null;
  const reached = target.actual === null || target.value === 0 ? null : target.actual / target.value;
  return (
    <p class="detail muted" data-testid={`target-${metric}`}>
      {reached === null ? '' : `${percent(reached)} of `}today’s target of {count(target.value)}
    </p>
  );
}
