import { StoreDetail, type StoreSummary, Stores } from '../../../models/contract/api/stores.ts';
import type { LoadedSite } from '../../../models/host/site-file.ts';
import { localTime } from '../../figures/buckets.ts';
import { isOpen } from '../actor.ts';
import type { ApiContext } from '../context.ts';
import { clockNotices, footageOf, notices } from '../notices.ts';
import { siteOf } from '../range.ts';
import { sitesFor } from '../rights.ts';
import { problems, type Route, StoreParams } from '../route.ts';

export const stores: Route = async (app, { context }) => {
  app.get('/api/v1/stores', { schema: { tags: ['stores'], response: { 200: Stores } } }, async (request) => ({
    stores: sitesFor(context, request, 'view').map((site) => summary(context, site)),
  }));

  app.get(
    '/api/v1/stores/:store',
    { schema: { tags: ['stores'], params: StoreParams, response: { 200: StoreDetail, ...problems } } },
    async (request): Promise<StoreDetail> => {
      const loaded = siteOf(context, request.params.store);
      const { site } = loaded;
      return {
        ...summary(context, loaded),
        floors: site.floors.map(({ id, widthM, heightM, cellM }) => ({ id, widthM, heightM, cellM })),
        zones: site.zones.map(({ id, name, floor, kind, polygon }) => ({ id, name: name ?? id, floor, kind, polygon })),
        lines: site.lines.map((line) => {
          const { id, name, floor, role, from, to } = line;
          return { id, name: name ?? id, floor, role, from, to, in: line.in };
        }),
        privacy: site.privacy,
        footage: footageOf(context.board.nodesOf(site.store)),
        notices: [...notices(context, loaded, await isOpen(context)), ...(await clockNotices(context, site))],
      };
    },
  );
};

function summary(context: ApiContext, { site, revision }: LoadedSite): StoreSummary {
  return {
    store: site.store,
    name: site.name ?? site.store,
    region: site.region ?? null,
    cluster: site.cluster ?? null,
    timeZone: site.timeZone,
    siteRevision: revision,
    clock: context.clocks.kind(site.store),
    now: localTime(context.clocks.now(site.store), site.timeZone),
  };
}
