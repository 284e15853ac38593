import type { ServerResponse } from 'node:http';
import Type from 'typebox';
import type { LiveEvent } from '../../../models/contract/api/live.ts';
import { Id } from '../../../models/contract/ids.ts';
import { publishedLive } from '../../privacy/live.ts';
import { NOBODY } from '../../users/people.ts';
import { actorAgain } from '../actor.ts';
import type { ApiContext } from '../context.ts';
import { siteOf } from '../range.ts';
import { sitesFor } from '../rights.ts';
import { problems, type Route } from '../route.ts';

const HEARTBEAT_MS = 15_000;
/** A reader that is this many bytes behind is let go; its browser comes back by itself. */
const MAX_BEHIND = 1024 * 1024;

const schema = {
  tags: ['live'],
  summary:
    'Server-sent events: live (every 5 s a node), node (came or went), stored (new figures can be fetched), alert (opened, settled …)',
  produces: ['text/event-stream'],
  querystring: Type.Object({ store: Type.Optional(Id) }, { additionalProperties: false }),
  response: problems,
};

export const live: Route = async (app, { context }) => {
  const open = new Set<ServerResponse>();

  app.get('/api/v1/live', { schema }, (request, reply) => {
    const { store } = request.query;
    if (store !== undefined) siteOf(context, store);
    reply.hijack();
    const { raw } = reply;
    raw.writeHead(200, {
      ...(reply.getHeaders() as Record<string, string>),
      'content-type': 'text/event-stream; charset=utf-8',
      'x-accel-buffering': 'no',
    });
    const write = (text: string) => {
      if (raw.writableLength > MAX_BEHIND) raw.destroy();
      else raw.write(text);
    };
    write('retry: 2000\n\n');
    let seen = new Set(sitesFor(context, request, 'view').map(({ site }) => site.store));
    const shows = (event: LiveEvent) =>
      seen.has(event.data.store) && (store === undefined || event.data.store === store);
    const hide = (event: LiveEvent) => publishedLive(event, context.sites.get(event.data.store)?.site);
    for (const event of lastKnown(context)) if (shows(event)) write(frame(hide(event)));
    const stop = context.board.listen((event) => {
      if (shows(event)) write(frame(hide(event)));
    });
    const beat = setInterval(async () => {
      // Who has been signed out, or lost a store, does not go on watching it.
      const now = await actorAgain(context, request).catch(() => NOBODY);
      seen = new Set(sitesFor(context, { actor: now }, 'view').map(({ site }) => site.store));
      if (seen.size === 0) raw.end();
      else write(': still here\n\n');
    }, HEARTBEAT_MS);
    open.add(raw);
    context.metrics.streams.set(open.size);
    raw.on('close', () => {
      clearInterval(beat);
      stop();
      open.delete(raw);
      context.metrics.streams.set(open.size);
    });
  });

  app.addHook('preClose', async () => {
    for (const raw of open) raw.end();
  });
};

const frame = ({ event, data }: LiveEvent): string => `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;

/** What a page that has just opened would otherwise wait for. An old live message is not shown as if it were now. */
function lastKnown({ board, sites }: ApiContext): LiveEvent[] {
  return [...sites.keys()].flatMap((store) =>
    board.nodesOf(store).flatMap((view): LiveEvent[] => {
      const name = { store, node: view.node };
      const state: LiveEvent = { event: 'node', data: { ...name, state: board.stateOf(view) } };
      return view.live && board.isFresh(view) ? [state, { event: 'live', data: { ...name, ...view.live } }] : [state];
    }),
  );
}
