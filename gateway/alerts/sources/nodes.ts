import { instant } from '../../../models/contract/ids.ts';
import type { AlertSource } from '../source.ts';

/** Seconds of the wall's clock since a node was heard; 0 while it is online. One that never was is not known. */
export const nodeSilent: AlertSource = {
  kind: 'node-silent',
  async read({ site, board, wallMs }) {
    return site.nodes.map(({ id }) => {
      const view = board.node(site.store, id);
      const { lastSeenMs } = view;
      const silentS = lastSeenMs === null ? null : Math.max(0, (wallMs - lastSeenMs) / 1000);
      const value = board.stateOf(view) === 'online' ? 0 : silentS;
      const last = lastSeenMs === null ? 'never' : instant(lastSeenMs);
      return { subject: id, value, text: `Node ${id} is silent; it was last heard ${last}.` };
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
