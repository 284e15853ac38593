import type { StoreDetail } from '../../models/contract/api/stores.ts';
import { instant } from '../../models/contract/ids.ts';
import type { Site } from '../../models/contract/site.ts';
import type { LoadedSite } from '../../models/host/site-file.ts';
import type { NodeView } from '../board.ts';
import { storeDays } from '../figures/store-days.ts';
import type { ApiContext } from './context.ts';

/** The least real footage among the nodes; `none` while no node has said. */
export function footageOf(views: readonly NodeView[]): StoreDetail['footage'] {
  const said = views.flatMap((view) => view.birth?.footage ?? []);
  return (['simulated', 'recording', 'camera'] as const).find((kind) => said.includes(kind)) ?? 'none';
}

/** What a reader of the store's numbers must know. */
export function notices(context: ApiContext, { site, revision }: LoadedSite, open: boolean): string[] {
  const views = site.nodes.map((node) => context.board.node(site.store, node.id));
  const footage = footageOf(views);
  const repeats = views.some((view) => (view.live ?? view.health)?.cameras.some((camera) => camera.repeats));
  const said: string[] = [];
  if (footage === 'recording') {
    said.push(repeats ? "The camera's footage is a recording that repeats." : "The camera's footage is a recording.");
  }
  if (footage === 'simulated') said.push('These numbers come from a simulated store, not from a camera.');
  if (site.privacy.k === 1) said.push('This store publishes single visits (k = 1).');
  for (const view of views) said.push(...doorNotices(view, site.lines));
  for (const view of views) said.push(...nodeNotices(context, view, revision));
  if (open) said.push('Everybody who uses this computer can see this page without signing in.');
  return said;
}

const NOTICED_DAYS = 7;

/** That clocks of tills were corrected of late; which tills, is for those who import their sales. */
export async function clockNotices({ sales, clocks }: ApiContext, site: Site): Promise<string[]> {
  const days = storeDays(site);
  const since = days.shift(days.at(clocks.now(site.store)).date, -NOTICED_DAYS);
  const off = (await sales.clocks.list(site.store, since)).filter(({ state }) => state === 'applied');
  if (off.length === 0) return [];
  const tills = new Set(off.map(({ till }) => till)).size;
  const whose = tills === 1 ? 'The clock of a till was off' : `The clocks of ${tills} tills were off`;
  return [`${whose}, last on ${off[0].day}: what was sold there counts at the corrected time.`];
}

/** Doors that count wrong beyond chance, as the balance of who came, who went and who is there finds out. */
function doorNotices({ health }: NodeView, lines: Site['lines']): string[] {
  return (health?.doors ?? [])
    .filter((door) => door.errs)
    .map(({ line, direction, missedShare }) => {
      const name = lines.find(({ id }) => id === line)?.name ?? line;
      const share = Math.max(1, Math.round(Math.abs(missedShare) * 100));
      const does = missedShare < 0 ? `counts about ${share} % too many` : `misses about ${share} %`;
      const who = direction === 'in' ? 'who come in' : 'who go out';
      return `Line ${name} ${does} of those ${who}: look at its camera and at where it is drawn.`;
    });
}

function nodeNotices({ board }: ApiContext, view: NodeView, revision: string): string[] {
  const { node, birth } = view;
  const said: string[] = [];
  if (!birth) return [`Node ${node} has not reported yet.`];
  if (birth.modelNote) said.push(birth.modelNote);
  const { provider, refused } = (view.health ?? birth).provider;
  if (provider === 'cpu') {
    const why = refused.map((other) => `${other.provider}: ${other.reason}`).join('; ');
    said.push(`Node ${node} detects people on its CPU${why ? ` (${why})` : ''}.`);
  }
  if (birth.siteRevision !== revision) {
    said.push(`Node ${node} works with revision ${birth.siteRevision} of the site file, the gateway with ${revision}.`);
  }
  if (board.stateOf(view) === 'offline') {
    const last =
      view.lastSeenMs === null ? 'not heard since the gateway knows it' : `last heard ${instant(view.lastSeenMs)}`;
    said.push(`Node ${node} is offline; ${last}.`);
    return said;
  }
  for (const { camera, state, reason } of (view.live ?? view.health)?.cameras ?? []) {
    if (state === 'lost' || state === 'refused')
      said.push(`Camera ${camera} is ${state}${reason ? `: ${reason}` : ''}.`);
  }
  return said;
}
