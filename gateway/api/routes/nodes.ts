import { type NodeAnswer, Nodes } from '../../../models/contract/api/nodes.ts';
import { instant } from '../../../models/contract/ids.ts';
import type { ApiContext } from '../context.ts';
import { siteOf } from '../range.ts';
import { sitesFor } from '../rights.ts';
import { problems, type Route, StoreParams } from '../route.ts';

export const nodes: Route = async (app, { context }) => {
  app.get('/api/v1/nodes', { schema: { tags: ['operation'], response: { 200: Nodes } } }, async (request) => ({
    nodes: await nodesOf(
      context,
      sitesFor(context, request, 'view').map(({ site }) => site.store),
    ),
  }));

  app.get(
    '/api/v1/stores/:store/nodes',
    { schema: { tags: ['operation'], params: StoreParams, response: { 200: Nodes, ...problems } } },
    async (request) => {
      siteOf(context, request.params.store);
      return { nodes: await nodesOf(context, [request.params.store]) };
    },
  );
};

/** Every node of the site files, whether it has ever reported or not. */
async function nodesOf({ sites, store, board, acks }: ApiContext, names: string[]): Promise<NodeAnswer[]> {
  const rows = new Map((await store.nodes()).map((row) => [`${row.store}/${row.node}`, row]));
  return names.flatMap((name) =>
    sites.get(name)!.site.nodes.map(({ id }) => {
      const view = board.node(name, id);
      const { messages = 0, duplicates = 0, conflicts = 0, refused = 0 } = rows.get(`${name}/${id}`) ?? {};
      return {
        store: name,
        node: id,
        state: board.stateOf(view),
        lastSeen: view.lastSeenMs === null ? null : instant(view.lastSeenMs),
        birth: view.birth,
        health: view.health,
        stored: { messages, duplicates, conflicts, refused, ...acks.summary(name, id) },
      };
    }),
  );
}
