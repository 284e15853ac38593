import Type from 'typebox';
import { Alerts } from '../../models/contract/alerts.ts';
import { COMPARE_METRICS, Compare } from '../../models/contract/compare.ts';
import { Jobs } from '../../models/contract/jobs.ts';
import { Audit, Tokens, UsersAnswer } from '../../models/contract/users.ts';
import { type ExportTable, gatewayTable, itemsOf } from './table.ts';
import { nodeTables } from './work-tables.ts';

const metric = Type.Enum(COMPARE_METRICS);
const [alike] = Compare.properties.likeForLike.anyOf;

/** What goes beyond one store. */
export const gatewayTables: readonly ExportTable[] = [
  ...nodeTables.map((of): ExportTable => ({ ...of, of: 'gateway' })),
  gatewayTable('compare', Compare, Type.Object({ metric, ...itemsOf(Compare.properties.stores) }), (it) =>
    it.stores.map((store) => ({ metric: it.metric, ...store })),
  ),
  gatewayTable(
    'like-for-like',
    Compare,
    Type.Object({ metric, ...alike.properties }),
    ({ metric: of, likeForLike }) => (likeForLike === null ? [] : [{ metric: of, ...likeForLike }]),
    'compare',
  ),
  {
    ...gatewayTable(
      'gateway-alerts',
      Alerts,
      Type.Object(itemsOf(Alerts.properties.alerts)),
      ({ alerts }) => alerts,
      'alerts',
    ),
    next: 'cursor',
  },
  gatewayTable('jobs', Jobs, Type.Object(itemsOf(Jobs.properties.jobs)), ({ jobs }) => jobs),
  gatewayTable('users', UsersAnswer, Type.Object(itemsOf(UsersAnswer.properties.users)), ({ users }) => users),
  gatewayTable('tokens', Tokens, Type.Object(itemsOf(Tokens.properties.tokens)), ({ tokens }) => tokens),
  { ...gatewayTable('audit', Audit, Type.Object(itemsOf(Audit.properties.rows)), ({ rows }) => rows), next: 'before' },
];
