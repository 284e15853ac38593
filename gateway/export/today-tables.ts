import Type from 'typebox';
import { Today } from '../../models/contract/api/today.ts';
import { type ExportTable, itemsOf, table } from './table.ts';

const { queues, zones, targets, comparison, ...figures } = Today.properties;
const [compared] = comparison.anyOf;
const { days, ...median } = compared.properties;
const date = Type.String();

/** The store's day so far: its figures in one row, and what it lists in tables of their own. */
export const todayTables: readonly ExportTable[] = [
  table('today', Today, Type.Object({ ...figures, comparison: Type.Object(median) }), (today) => [today]),
  table(
    'today-queues',
    Today,
    Type.Object({ date, ...itemsOf(queues) }),
    (today) => today.queues.map((queue) => ({ date: today.date, ...queue })),
    'today',
  ),
  table(
    'today-zones',
    Today,
    Type.Object({ date, ...itemsOf(zones) }),
    (today) => today.zones.map((zone) => ({ date: today.date, ...zone })),
    'today',
  ),
  table('today-compared', Today, Type.Object(itemsOf(days)), (today) => today.comparison?.days ?? [], 'today'),
  table(
    'today-targets',
    Today,
    Type.Object({ date, ...itemsOf(targets) }),
    (today) => (today.targets ?? []).map((target) => ({ date: today.date, ...target })),
    'today',
  ),
];
