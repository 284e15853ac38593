import { instant } from '../../../models/contract/ids.ts';
import type { AlertSource } from '../source.ts';

/** So long a node may take from when it is in the site file until it is first heard. */
const FIRST_S = 15 * 60;

/**
 * Seconds of the wall's clock since a node was heard; 0 while it is online. One that never was is not known for its first
 * 15 minutes in the site file, and silent for as long as it has been there after that.
 */
export const nodeSilent: AlertSource = {
  kind: 'node-silent',
  async read({ site, store, board, wallMs }) {
    const unheard = site.nodes.some(({ id }) => board.node(site.store, id).lastSeenMs === null);
    const revisions = unheard ? await store.siteRevisions(site.store) : [];
    const neverS = (node: string): number | null => {
      const since = revisions.filter((it) => it.site.nodes.some(({ id }) => id === node)).map((it) => it.sinceMs);
      const thereS = since.length === 0 ? 0 : (wallMs - Math.min(...since)) / 1000;
      return thereS > FIRST_S ? thereS : null;
    };
    return site.nodes.map(({ id }) => {
      const view = board.node(site.store, id);
      const { lastSeenMs } = view;
      const silentS = lastSeenMs === null ? neverS(id) : Math.max(0, (wallMs - lastSeenMs) / 1000);
      const value = board.stateOf(view) === 'online' ? 0 : silentS;
      const last = lastSeenMs === null ? 'it has never been heard' : `it was last heard ${instant(lastSeenMs)}`;
      return { subject: id, value, text: `Node ${id} is silent; ${last}.` };
    });
  },
};

/** 1 while a door counts wrong beyond chance, as the balance of its node finds out. */
export const doorWrong: AlertSource = {
  kind: 'door-wrong',
  async read({ site, board }) {
    return site.nodes.flatMap(({ id }) => {
      const { health } = board.node(site.store, id);
      return (health?.doors ?? []).map(({ line, direction, missedShare, errs }) => {
        const name = site.lines.find((it) => it.id === line)?.name ?? line;
        const share = Math.max(1, Math.round(Math.abs(missedShare) * 100));
        const does = missedShare < 0 ? `counts about ${share} % too many` : `misses about ${share} %`;
        const who = direction === 'in' ? 'who come in' : 'who go out';
        const text = `Line ${name} ${does} of those ${who}: look at its camera and at where it is drawn.`;
        return { subject: `${line}/${direction}`, value: errs ? 1 : 0, text };
      });
    });
  },
};
