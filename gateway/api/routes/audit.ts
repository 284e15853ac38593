import { instant } from '../../../models/contract/ids.ts';
import { Audit, AuditQuery, type AuditRow } from '../../../models/contract/users.ts';
import { readAudit } from '../../users/audit.ts';
import { problems, type Route } from '../route.ts';

const PAGE = 100;
const schema = {
  tags: ['people'],
  summary: 'Who changed what, and who was refused; newest first',
  querystring: AuditQuery,
  response: { 200: Audit, ...problems },
};

export const auditTrail: Route = async (app, { context }) => {
  app.get('/api/v1/audit', { schema }, async ({ query }) => {
    const { before, limit = PAGE } = query;
    const found = await readAudit(context.people.db, before, limit + 1);
    const rows = found.slice(0, limit).map(({ time, ...row }): AuditRow => ({ ...row, time: instant(time) }));
    return { rows, next: found.length > limit ? rows.at(-1)!.id : null };
  });
};
