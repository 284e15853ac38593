import { DateTime } from 'luxon';
import type { AlertRoute, AlertRule } from '../../models/contract/alerts.ts';
import { beganTheDayBefore, inClockRange } from '../../models/contract/clock-range.ts';
import type { Site } from '../../models/contract/site.ts';

/** What of an alert decides whom it goes to. */
export type Routed = Pick<AlertRule, 'department' | 'severity'>;

/** The channels of all routes that take this alert now, each once. Hours are those of the store's clock. */
export function channelsFor(
  routes: readonly AlertRoute[],
  level: AlertRoute['level'],
  { department, severity }: Routed,
  site: Pick<Site, 'store' | 'region' | 'timeZone'>,
  nowMs: number,
): string[] {
  const local = DateTime.fromMillis(nowMs, { zone: site.timeZone });
  const minute = local.hour * 60 + local.minute;
  const takes = (route: AlertRoute) => {
    const weekday =
      route.shift && beganTheDayBefore(route.shift, minute) ? ((local.weekday + 5) % 7) + 1 : local.weekday;
    return (
      route.level === level &&
      (!route.departments || route.departments.includes(department)) &&
      (!route.severities || route.severities.includes(severity)) &&
      (!route.stores || route.stores.includes(site.store)) &&
      (!route.regions || (site.region !== undefined && route.regions.includes(site.region))) &&
      (!route.days || route.days.includes(weekday)) &&
      (!route.shift || inClockRange(route.shift, minute))
    );
  };
  return [...new Set(routes.filter(takes).flatMap((route) => route.channels))];
}

/** Whether nothing of this rule may open now. */
export function isQuiet(rule: Pick<AlertRule, 'quietHours'>, timeZone: string, nowMs: number): boolean {
  if (rule.quietHours === undefined) return false;
  const local = DateTime.fromMillis(nowMs, { zone: timeZone });
  return inClockRange(rule.quietHours, local.hour * 60 + local.minute);
}
