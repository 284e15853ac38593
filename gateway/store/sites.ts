import type { Site } from '../../models/contract/site.ts';
import type { SiteRevision } from './store.ts';
import type { Db } from './tables.ts';

/** Site revisions in order of their coming: what a number of last month meant can be looked up. */
export async function siteRevisions(db: Db, store: string): Promise<SiteRevision[]> {
  const rows = await db.selectFrom('sites').selectAll().where('store', '=', store).orderBy('since').execute();
  // The gateway wrote these itself, from a parsed site.
  return rows.map(({ since, site, ...row }) => ({ ...row, sinceMs: since, site: JSON.parse(site) as Site }));
}

/** What stands for an address. Cameras have passwords in user-info, paths and queries, so nothing of it is kept. */
const hidden = (url: string): string => url.replace(/:\/\/.*$/s, '://not-kept');

/** The site without what gives access to cameras or broker; no number depends on that. */
const withoutSecrets = (site: Site): Site => ({
  ...site,
  cameras: site.cameras.map((camera) => {
    const { source } = camera;
    return 'url' in source ? { ...camera, source: { ...source, url: hidden(source.url) } } : camera;
  }),
  mqtt: { ...site.mqtt, url: hidden(site.mqtt.url) },
});

export async function keepSite(db: Db, site: Site, revision: string, sinceMs: number): Promise<void> {
  const kept = JSON.stringify(withoutSecrets(site));
  await db
    .insertInto('sites')
    .values({ store: site.store, revision, site: kept, since: sinceMs })
    // The same revision is the same site; one that was kept with its addresses loses them here.
    .onConflict((oc) => oc.columns(['store', 'revision']).doUpdateSet({ site: kept }))
    .execute();
}
