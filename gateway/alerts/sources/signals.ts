import type { AlertSource, Reading, SourceContext } from '../source.ts';
import { takenPerHour } from '../stock-worth.ts';

/** Readings that events left: see gateway/alerts/signals.ts. */
async function signalsOf({ db, site }: SourceContext, source: string) {
  const rows = await db
    .selectFrom('alert_signal')
    .select(['subject', 'value', 'text'])
    .where('source', '=', source)
    .where('store', '=', site.store)
    .execute();
  return new Map(rows.map((row) => [row.subject, row]));
}

/** 1 while a facing is without its product, by the node's events and its shelf buckets. */
export const shelfEmpty: AlertSource = {
  kind: 'shelf-empty',
  async read(context) {
    const signals = await signalsOf(context, 'shelf-empty');
    return context.site.shelves.flatMap((shelf) =>
      shelf.facings.map((facing): Reading => {
        const subject = `${shelf.id}/${facing.id}`;
        const value = signals.get(subject)?.value ?? null;
        return {
          ...{ subject, value },
          text: `Product ${facing.sku} is out of stock at ${shelf.id}, facing ${facing.id}.`,
          moneyPerHour: () => takenPerHour(context.db, context.site, facing.sku, context.nowMs),
        };
      }),
    );
  },
};

/** 1 while a camera is lost, as its node said. That a whole node is away is another source. */
export const cameraLost: AlertSource = {
  kind: 'camera-lost',
  async read(context) {
    const { site, board } = context;
    const signals = await signalsOf(context, 'camera-lost');
    return site.nodes.flatMap((node) => {
      const view = board.node(site.store, node.id);
      const fresh = board.stateOf(view) === 'online';
      const states = fresh ? (view.live ?? view.health)?.cameras : undefined;
      return node.cameras.map((camera): Reading => {
        // What the node says now is surer than its last event, which may still be on its way.
        const now = states?.find((state) => state.camera === camera);
        const event = signals.get(camera);
        const away = now && (now.state === 'lost' || now.state === 'refused' ? 1 : now.state === 'starting' ? null : 0);
        const value = away === undefined ? (event?.value ?? null) : away;
        const reason = now?.reason ?? event?.text;
        return { subject: camera, value, text: `Camera ${camera} is lost${reason ? `: ${reason}` : ''}.` };
      });
    });
  },
};
