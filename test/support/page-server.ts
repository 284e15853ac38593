import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { createPushKeys } from '../../gateway/alerts/web-push.ts';
import type { BucketSize } from '../../models/contract/api/query.ts';
import * as answers from './page-answers.ts';
import * as funnels from './page-funnel.ts';
import { heat } from './page-heat.ts';
import { live, nodes } from './page-nodes.ts';
import * as people from './page-people.ts';
import * as privacy from './page-privacy.ts';
import * as shop from './page-shop.ts';
import * as ways from './page-ways.ts';

/** The gateway's own: what it forbids must not be needed. */
const POLICY =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; worker-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'";
/** A key as a gateway with a push channel has. */
const PUSH_KEY = createPushKeys().publicKey;
const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** The built page and a gateway of canned answers, on a port of loopback. Its state may be changed while it runs. */
export class PageServer {
  state: answers.PageStateName = 'normal';
  /** Who looks. */
  as: people.Looker = 'open';
  /** Whether there is more than one store to look at. */
  several = false;
  /** Paths asked for, in order, without the page's own files. */
  readonly asked: string[] = [];
  readonly #folder: string;
  #server: Server | undefined;
  #streams = new Set<ServerResponse>();
  #port = 0;

  /** `folder` holds the built page. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Listens; on the same port as before when it was stopped. */
  async start(): Promise<void> {
    const server = createServer((request, response) => this.#answer(new URL(request.url!, this.url), response));
    await new Promise<void>((resolve) => server.listen(this.#port, '127.0.0.1', resolve));
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  /** Goes away at once, as a gateway that is killed does. */
  async stop(): Promise<void> {
    const server = this.#server;
    if (!server) return;
    this.#server = undefined;
    await new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
  }

  send(event: string, data: unknown): void {
    for (const stream of this.#streams) stream.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  #answer(url: URL, response: ServerResponse): void {
    if (!url.pathname.startsWith('/api/')) {
      sendFile(this.#folder, url.pathname, response);
      return;
    }
    this.asked.push(url.pathname + url.search);
    const broken = this.state === 'error' && url.pathname.startsWith('/api/v1/stores/');
    const found = this.#find(url);
    const refused = this.as === 'nobody' && url.pathname !== '/api/v1/session';
    if (refused) sendJson(response, 401, { ...answers.problem, status: 401 }, 'application/problem+json');
    else if (url.pathname === '/api/v1/live') this.#stream(response);
    else if (broken) sendJson(response, 500, answers.problem, 'application/problem+json');
    else if (typeof found === 'string') response.writeHead(200, { 'content-type': 'text/markdown' }).end(found);
    else if (found) sendJson(response, 200, found, 'application/json');
    else sendJson(response, 404, { ...answers.problem, status: 404 }, 'application/problem+json');
  }

  #find({ pathname, searchParams }: URL): unknown {
    const { state } = this;
    const at = (name: string): string => searchParams.get(name)!;
    const [, , , section, store, name, id] = pathname.split('/');
    if (section === 'nodes') return nodes(state);
    if (section === 'compare') return funnels.compare(at('metric'));
    if (section !== 'stores') return this.#aboutPeople(section);
    if (store === undefined) return answers.stores(state, this.several);
    const bucket = at('bucket') as BucketSize;
    const today = answers.today(state);
    const last = pathname.split('/').at(-1);
    const one = id && answers.detail(state).zones.some((it) => it.id === id);
    switch (name) {
      case undefined:
        return answers.detail(state);
      case 'today':
        return today;
      case 'alerts':
        return id === 'rules' ? people.rules() : people.alerts(state, at('status'));
      case 'notes':
        return last === 'history' ? people.noteHistory() : people.notes(state, at('from'), at('to'));
      case 'pos':
        return last === 'rejects' ? people.rejects() : people.imports(state);
      case 'privacy':
        return id === undefined ? privacy.privacy(state) : privacy.privacyDocument;
      case 'funnel':
        return funnels.funnel(state, at('from'), at('to'));
      case 'heat':
        return heat(state, at('from'), at('to'));
      case 'queues':
        return ways.queues(state, today.from, today.to, bucket);
      case 'sales':
        return shop.sales(state, bucket);
      case 'shelves':
        return shop.shelves(state);
      case 'paths':
        return ways.paths(state, at('from'), at('to'));
      case 'traffic':
        return answers.traffic(state, at('from'), at('to'), bucket);
      case 'zones':
        if (id === undefined) return answers.zones(state, at('from'), at('to'));
        return one ? answers.zone(state, id, at('from'), at('to'), bucket) : undefined;
    }
    return undefined;
  }

  #aboutPeople(section: string): unknown {
    switch (section) {
      // Of the gateway itself: nothing is wrong.
      case 'alerts':
        return people.alerts('empty', null);
      case 'session':
        return people.session(this.as);
      case 'sessions':
        return people.sessions();
      case 'users':
        return people.users();
      case 'tokens':
        return people.tokens();
      case 'audit':
        return people.audit();
      case 'push':
        return { publicKey: PUSH_KEY };
      case 'jobs':
        return people.jobs();
    }
    return undefined;
  }

  #stream(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write(': here\n\n');
    this.#streams.add(response);
    response.on('close', () => this.#streams.delete(response));
    if (this.state !== 'empty') response.write(`event: live\ndata: ${JSON.stringify(live(this.state))}\n\n`);
  }
}

function sendJson(response: ServerResponse, status: number, body: unknown, type: string): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}

function sendFile(folder: string, path: string, response: ServerResponse): void {
  const file = join(folder, normalize(path === '/' ? '/index.html' : path));
  if (!file.startsWith(folder) || !existsSync(file)) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, {
    'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
    'content-security-policy': POLICY,
  });
  response.end(readFileSync(file));
}
