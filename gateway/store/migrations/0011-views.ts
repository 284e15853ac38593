import { type Kysely, type Migration, sql } from 'kysely';

/**
 * Views for whoever may read the data base itself: names as in the dictionary, one row a minute and place (cells of a
 * histogram left out), times in UTC milliseconds. They hold what came in, small numbers with it: what may be shown to
 * others comes from the API's exports.
 */
const VIEWS: Record<string, string> = {
  view_traffic: `select store, line, start, seconds, count_in as "in", count_out as "out", variance_in, variance_out,
    units_in, units_out, coverage from traffic`,
  view_zones: `select store, zone, start, seconds, visits, visits_variance, ended, censored, engaged, dwell_s,
    occupancy_s as person_s, occupancy_max, stops, reaches, coverage from zone`,
  view_queues: `select store, zone, start, seconds, length_s, length_max, visits as joined, served, abandoned, cut, wait_s,
    services, service_s, coverage from queue`,
  view_flows: 'select store, from_zone, to_zone, start, seconds, count, variance from flow',
  view_shelves: `select store, shelf, facing, start, seconds, state, fill, variance as fill_variance, empty_s, coverage
    from shelf`,
  view_sales: `select store, start, currency, sales as transactions, receipts, returns, staff, collect, items, net as
    net_minor, returned as returned_minor, discount as discount_minor from sales_minute`,
  view_notes: `select n.* from note n where n.withdrawn = 0
    and n.revision = (select max(m.revision) from note m where m.id = n.id)`,
  view_alerts: `select id, store, rule, source, subject, severity, status, value, threshold, money_per_hour, opened, ended
    from alert`,
};

export const views: Migration = {
  async up(db: Kysely<unknown>) {
    for (const [name, select] of Object.entries(VIEWS)) {
      await sql`create view ${sql.table(name)} as ${sql.raw(select)}`.execute(db);
    }
  },

  async down(db: Kysely<unknown>) {
    for (const name of Object.keys(VIEWS)) await sql`drop view ${sql.table(name)}`.execute(db);
  },
};
