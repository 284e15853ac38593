import { DateTime } from 'luxon';
import type { ReportConfig } from '../../../models/contract/gateway-config.ts';
import { putDeliveries } from '../../alerts/outbox.ts';
import type { ApiContext } from '../../api/context.ts';
import { readStore } from '../../api/read-store.ts';
import type { Db } from '../../store/tables.ts';
import type { Job } from '../job.ts';
import { parseSchedule } from '../schedule.ts';
import { reportMail } from './mail.ts';
import { gatherReport } from './report.ts';

/** Each morning for the day before, each Monday for the week before: on the store's clock. */
const SCHEDULES = { day: '30 6 * * *', week: '40 6 * * 1' } as const;

/**
 * Puts the report of the period that ended before the day it was due into the outbox, once for each store and period.
 * After downtime each missed one is made.
 */
export function reportJob(config: ReportConfig, db: Db, context: () => ApiContext): Job {
  const { id, period, stores, channel } = config;
  return {
    name: `report-${id}`,
    title: period === 'day' ? 'Report of the day' : 'Report of the week',
    schedule: parseSchedule(config.schedule ?? SCHEDULES[period]),
    scope: 'store',
    stores,
    catchUp: 'each',
    async run({ due, timeZone, site, nowMs }) {
      const [fromMs, toMs] = periodBefore(due.day, period, timeZone);
      const api = context();
      const report = await gatherReport({ ...api, store: readStore(api) }, db, site!, fromMs, toMs, nowMs);
      const { store } = report;
      const first = DateTime.fromMillis(fromMs, { zone: timeZone }).toISODate()!;
      const idempotency = `report/${id}/${store}/${first}`;
      const mail = reportMail(report, period);
      const payload = { kind: 'report' as const, store, mail };
      await putDeliveries(db, [{ idempotency, channel, sequence: idempotency, payload }], api.clocks.wall());
      return { of: first, figures: report.figures.length };
    },
  };
}

/** The day before, or the seven days before the Monday of its week: whole store-days, `[from, to)`. */
export function periodBefore(day: string, period: 'day' | 'week', timeZone: string): [fromMs: number, toMs: number] {
  const at = DateTime.fromISO(day, { zone: timeZone });
  const end = (period === 'day' ? at : at.minus({ days: at.weekday - 1 })).startOf('day');
  const begin = end.minus({ days: period === 'day' ? 1 : 7 }).startOf('day');
  return [begin.toMillis(), end.toMillis()];
}
