import { sql } from 'kysely';
import type {
  Alert,
  AlertPatch,
  AlertRoute,
  AlertRule,
  AlertRules,
  AlertStatus,
} from '../../models/contract/alerts.ts';
import { AisleError } from '../../models/contract/errors.ts';
import type { LoadedSite } from '../../models/host/site-file.ts';
import type { Board } from '../board.ts';
import type { Clocks } from '../clock.ts';
import type { Db } from '../store/tables.ts';
import { notify } from './notify.ts';
import { GATEWAY_STORE, gatewayPlace } from './place.ts';
import { alertOf, isSettled } from './rows.ts';
import { tellLive } from './tell.ts';
import { note } from './trail.ts';

export interface AlertQuery {
  /** `GATEWAY_STORE`: those of the gateway itself. */
  store: string;
  all: boolean;
  department?: string;
  limit: number;
  cursor?: string;
}

/** Where people see and settle alerts. */
export interface AlertDesk {
  list(query: AlertQuery): Promise<{ alerts: Alert[]; next: string | null }>;
  /** Throws NOT_FOUND, or CONFLICT when the alert is another's or past that. */
  act(store: string, id: string, patch: AlertPatch & { actor: string }): Promise<Alert>;
  /** The rules, and how often each was right at this store. */
  rules(store: string): Promise<AlertRules['rules']>;
}

export interface DeskOptions {
  db: Db;
  board: Board;
  clocks: Clocks;
  sites: ReadonlyMap<string, LoadedSite>;
  rules: readonly AlertRule[];
  routes: readonly AlertRoute[];
  timeZone: string;
}

const CURRENT: AlertStatus[] = ['open', 'claimed', 'acknowledged'];

export function alertDesk(options: DeskOptions): AlertDesk {
  const { db } = options;
  return {
    async list({ store, all, department, limit, cursor }) {
      let query = db.selectFrom('alert').selectAll().where('store', '=', store);
      if (department !== undefined) query = query.where('department', '=', department);
      if (all) {
        if (cursor !== undefined) {
          const [opened, id] = readCursor(cursor, 2);
          query = query.where(sql<boolean>`(opened, id) < (${Number(opened)}, ${id})`);
        }
        query = query.orderBy('opened', 'desc').orderBy('id', 'desc');
      } else {
        query = query.where('status', 'in', CURRENT);
        if (cursor !== undefined) {
          const [money, opened, id] = readCursor(cursor, 3);
          query = query.where(
            sql<boolean>`(-money_per_hour, opened, id) > (${-Number(money)}, ${Number(opened)}, ${id})`,
          );
        }
        query = query.orderBy('money_per_hour', 'desc').orderBy('opened').orderBy('id');
      }
      const rows = await query.limit(limit + 1).execute();
      const last = rows.length > limit ? rows[limit - 1] : undefined;
      const key = last && (all ? [last.opened, last.id] : [last.money_per_hour, last.opened, last.id]);
      return { alerts: rows.slice(0, limit).map(alertOf), next: key ? writeCursor(key) : null };
    },
    async act(store, id, patch) {
      const alert = await act(options, store, id, patch);
      await tellLive(db, options.board, id, patch.action);
      return alert;
    },
    rules: (store) => rulesWithPrecision(options, store),
  };
}

const writeCursor = (key: (string | number)[]) => Buffer.from(JSON.stringify(key)).toString('base64url');

function readCursor(text: string, parts: number): (string | number)[] {
  try {
    const key: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    const is = Array.isArray(key) && key.length === parts && typeof key.at(-1) === 'string';
    if (is && key.slice(0, -1).every((part) => typeof part === 'number')) return key;
  } catch {
    // Said below.
  }
  throw new AisleError('BAD_CALL', 'the cursor is none of ours', 'Give the "next" of the answer before, unchanged.');
}

/** From where each action may be taken, and what it leads to. */
const ACTIONS: Record<AlertPatch['action'], { from: AlertStatus[]; to: AlertStatus }> = {
  claim: { from: ['open', 'claimed', 'acknowledged'], to: 'claimed' },
  release: { from: ['claimed', 'acknowledged'], to: 'open' },
  acknowledge: { from: ['open', 'claimed', 'acknowledged'], to: 'acknowledged' },
  // People may think better of it.
  done: { from: [...CURRENT, 'closed', 'done', 'false-alarm'], to: 'done' },
  'false-alarm': { from: [...CURRENT, 'closed', 'done', 'false-alarm'], to: 'false-alarm' },
};

function act(
  { db, clocks, sites, routes, timeZone }: DeskOptions,
  store: string,
  id: string,
  patch: AlertPatch & { actor: string },
) {
  const { action, actor } = patch;
  const own = store === GATEWAY_STORE;
  const site = own ? gatewayPlace(timeZone) : sites.get(store)!.site;
  const wallMs = clocks.wall();
  const nowMs = own ? wallMs : clocks.now(store);
  return db.transaction().execute(async (tx): Promise<Alert> => {
    const find = tx.selectFrom('alert').selectAll().where('id', '=', id).where('store', '=', store);
    const row = await find.executeTakeFirst();
    if (!row)
      throw new AisleError(
        'NOT_FOUND',
        `there is no alert ${id} ${own ? 'of the gateway' : `in ${store}`}`,
        'Take an id from …/alerts.',
      );
    const { from, to } = ACTIONS[action];
    if (!from.includes(row.status)) {
      throw new AisleError('CONFLICT', `the alert is ${row.status}: ${action} comes too late`, 'Read the alert again.');
    }
    const anothers =
      row.claimed_by !== null && row.claimed_by !== actor && action !== 'done' && action !== 'false-alarm';
    if (anothers) {
      throw new AisleError('CONFLICT', `${row.claimed_by} has claimed the alert`, 'Ask them to release it.');
    }
    const claimed_by = action === 'release' ? null : (row.claimed_by ?? actor);
    await tx.updateTable('alert').set({ status: to, claimed_by }).where('id', '=', id).execute();
    await note(tx, id, nowMs, action, patch.note ?? null, actor);
    if (isSettled(to)) {
      // Whatever still lasts is known; it opens anew when it was over and has cooled down.
      const state = tx.updateTable('alert_state').where('alert', '=', id);
      await state.set({ phase: 'handled', since: nowMs }).where('phase', 'in', ['open', 'closing']).execute();
      await state.set({ alert: null }).where('phase', 'in', ['quiet', 'pending']).execute();
      await notify(tx, id, 'closed', { routes, site, nowMs, wallMs });
    }
    return alertOf(await find.executeTakeFirstOrThrow());
  });
}

async function rulesWithPrecision({ db, rules }: DeskOptions, store: string): Promise<AlertRules['rules']> {
  const counts = await db
    .selectFrom('alert')
    .select((e) => ['rule', 'status', e.fn.countAll<number>().as('count')] as const)
    .where('store', '=', store)
    .groupBy(['rule', 'status'])
    .execute();
  return rules
    .filter((rule) => !rule.stores || rule.stores.includes(store))
    .map((rule) => {
      const of = counts.filter((row) => row.rule === rule.id);
      const count = (...status: AlertStatus[]) =>
        of.reduce((sum, row) => sum + (status.length === 0 || status.includes(row.status) ? Number(row.count) : 0), 0);
      const [done, falseAlarms] = [count('done'), count('false-alarm')];
      const judged = done + falseAlarms;
      return { ...rule, opened: count(), done, falseAlarms, precision: judged > 0 ? done / judged : null };
    });
}
