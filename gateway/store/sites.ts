import type { Site } from '../../models/contract/site.ts';
import type { SiteRevision } from './store.ts';
import type { Db } from './tables.ts';

/** Site revisions in order of their coming: what a number of last month meant can be looked up. */
export async function siteRevisions(db: Db, store: string): Promise<SiteRevision[]> {
  const rows = await db.selectFrom('sites').selectAll().where('store', '=', store).orderBy('since').execute();
  // The gateway wrote these itself, from a parsed site.
  return rows.map(({ since, site, ...row }) => ({ ...row, sinceMs: since, site: JSON.parse(site) as Site }));
}

export async function keepSite(db: Db, site: Site, revision: string, sinceMs: number): Promise<void> {
  await db
    .insertInto('sites')
    .values({ store: site.store, revision, site: JSON.stringify(site), since: sinceMs })
    .onConflict((oc) => oc.doNothing())
    .execute();
}
