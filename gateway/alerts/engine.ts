import { setImmediate } from 'node:timers/promises';
import type { AlertRoute, AlertRule } from '../../models/contract/alerts.ts';
import type { Logger } from '../../models/host/log.ts';
import type { LoadedSite } from '../../models/host/site-file.ts';
import type { Board } from '../board.ts';
import type { Clocks } from '../clock.ts';
import type { Store } from '../store/store.ts';
import type { Db } from '../store/tables.ts';
import { escalateOverdue } from './escalate.ts';
import { keepState, openAlert, type Priced } from './keep.ts';
import { AT_REST, levelOf, type RuleState, step } from './life.ts';
import { type Notifying, notify } from './notify.ts';
import { GATEWAY_STORE, gatewayPlace, type Place } from './place.ts';
import { isQuiet } from './routing.ts';
import { isSettled } from './rows.ts';
import { readSignals } from './signals.ts';
import type { AlertSource, Reading } from './source.ts';
import { tellLive } from './tell.ts';
import { note } from './trail.ts';

export interface EngineOptions {
  db: Db;
  store: Store;
  board: Board;
  clocks: Clocks;
  sites: ReadonlyMap<string, LoadedSite>;
  rules: readonly AlertRule[];
  routes: readonly AlertRoute[];
  sources: Readonly<Record<AlertRule['source'], AlertSource>>;
  /** The gateway's own. */
  timeZone: string;
  log: Logger;
}

/**
 * Holds readings against rules, for each store in its own time and for the gateway in that of the wall, and keeps where
 * each stands in the data base.
 */
export class AlertEngine {
  readonly #options: EngineOptions;
  #ticking: Promise<void> | undefined;

  constructor(options: EngineOptions) {
    this.#options = options;
  }

  /** One look at everything; a call during another waits for that one. */
  tick(): Promise<void> {
    this.#ticking ??= this.#tick().finally(() => {
      this.#ticking = undefined;
    });
    return this.#ticking;
  }

  async #tick(): Promise<void> {
    const { db, sites, clocks, routes, store, board, sources, timeZone } = this.#options;
    await readSignals(db);
    for (const { site } of sites.values()) {
      const [nowMs, wallMs] = [clocks.now(site.store), clocks.wall()];
      const read: Read = (rule) => sources[rule.source].read({ site, store, board, db, nowMs, wallMs }, rule);
      await this.#tickPlace({ routes, site, nowMs, wallMs }, read);
    }
    const wallMs = clocks.wall();
    await this.#tickPlace({ routes, site: gatewayPlace(timeZone), nowMs: wallMs, wallMs }, (rule) =>
      sources[rule.source].readGateway!(db),
    );
  }

  async #tickPlace(how: Notifying, read: Read): Promise<void> {
    const { db, board, rules, sources } = this.#options;
    const own = rules.filter((rule) => applies(rule, how.site, sources[rule.source]));
    for (const rule of own) {
      await this.#tickRule(rule, how, read);
      // SQLite answers without leaving this turn of the event loop: others must have theirs.
      await setImmediate();
    }
    await this.#endStrangers(how, own);
    for (const id of await escalateOverdue(db, how)) await tellLive(db, board, id, 'escalated');
  }

  async #tickRule(rule: AlertRule, how: Notifying, read: Read): Promise<void> {
    const { sources, log } = this.#options;
    const { site, nowMs } = how;
    const source = sources[rule.source];
    let readings: Reading[];
    try {
      readings = await read(rule);
    } catch (error) {
      // A rule whose source fails must not silence the others; what it watches is not known meanwhile.
      log.error({ err: error, rule: rule.id, store: site.store }, 'an alert source failed');
      return;
    }
    const states = await this.#states(rule.id, site.store);
    const quiet = isQuiet(rule, site.timeZone, nowMs);
    const wanted = readings.filter(({ subject }) => !rule.subjects || rule.subjects.includes(subject));
    for (const reading of wanted) {
      const before = states.get(reading.subject) ?? AT_REST;
      states.delete(reading.subject);
      const level = levelOf(reading.value, rule, source.below);
      const { state, event } = step(rule, before, level, nowMs, quiet);
      if (event === null && same(state, before) && before.phase !== 'open') continue;
      // Before the transaction: there is one connection, and it asks the data base.
      const money = event === 'open' ? await this.#moneyOf(reading) : null;
      await this.#keep(rule, { ...reading, money }, before, { state, event }, how);
    }
    // What is no longer listed is gone, and its alert with it.
    for (const [subject, before] of states) {
      const gone = { subject, value: null, text: '', money: null };
      await this.#keep(rule, gone, before, step(rule, before, 'clear', nowMs, quiet), how);
    }
  }

  async #states(rule: string, store: string): Promise<Map<string, RuleState>> {
    const rows = await this.#options.db
      .selectFrom('alert_state')
      .selectAll()
      .where('rule', '=', rule)
      .where('store', '=', store)
      .execute();
    return new Map(
      rows.map((row) => [
        row.subject,
        { phase: row.phase, sinceMs: row.since, alert: row.alert, endedMs: row.ended } satisfies RuleState,
      ]),
    );
  }

  /** One transaction: the state, the alert and the news of it go together or not at all. */
  async #keep(
    rule: AlertRule,
    reading: Priced,
    before: RuleState,
    { state, event }: ReturnType<typeof step>,
    how: Notifying,
  ): Promise<void> {
    const { db, board } = this.#options;
    const changed = await db.transaction().execute(async (tx) => {
      const { nowMs } = how;
      let { alert } = state;
      if (event === 'open') {
        // Nobody looked between the end of the last one's cooldown and now.
        if (alert !== null) await notify(tx, alert, 'closed', how);
        alert = await openAlert(tx, rule, reading, how);
      } else if (event === 'return' && alert !== null) {
        const row = await tx.selectFrom('alert').selectAll().where('id', '=', alert).executeTakeFirstOrThrow();
        const status = row.claimed_by === null ? 'open' : 'claimed';
        const change = { status, ended: null, returns: row.returns + 1 } as const;
        await tx.updateTable('alert').set(change).where('id', '=', alert).execute();
        await note(tx, alert, nowMs, 'returned');
      } else if (event === 'close' && alert !== null) {
        const row = await tx.selectFrom('alert').select('status').where('id', '=', alert).executeTakeFirstOrThrow();
        const status = isSettled(row.status) ? row.status : 'closed';
        await tx.updateTable('alert').set({ status, ended: nowMs }).where('id', '=', alert).execute();
        await note(tx, alert, nowMs, 'closed');
      } else if (event === 'settle' && before.alert !== null) {
        await notify(tx, before.alert, 'closed', how);
      }
      if (before.phase === 'handled' && state.phase === 'quiet' && before.alert !== null) {
        await tx.updateTable('alert').set({ ended: nowMs }).where('id', '=', before.alert).execute();
      }
      if (state.phase === 'open' && alert !== null && event === null && reading.value !== null) {
        const { value, text } = reading;
        const query = tx.updateTable('alert').set({ value, text }).where('id', '=', alert);
        await query.where((e) => e.or([e('value', 'is', null), e('value', '!=', value)])).execute();
      }
      await keepState(tx, rule.id, how.site.store, reading.subject, { ...state, alert });
      return event === 'settle' || event === null ? null : alert;
    });
    if (changed !== null) await tellLive(db, board, changed, TOLD[event as keyof typeof TOLD]);
  }

  async #moneyOf(reading: Reading): Promise<number | null> {
    try {
      return (await reading.moneyPerHour?.()) ?? null;
    } catch (error) {
      // That something is the matter is told, whatever it costs.
      this.#options.log.error({ err: error, subject: reading.subject }, 'what an alert costs is not known');
      return null;
    }
  }

  /** Rules that were taken out of the configuration end what they had open. */
  async #endStrangers(how: Notifying, rules: readonly AlertRule[]): Promise<void> {
    const { db, board } = this.#options;
    const { site, nowMs } = how;
    const known = rules.map(({ id }) => id);
    let query = db.selectFrom('alert_state').selectAll().where('store', '=', site.store);
    if (known.length > 0) query = query.where('rule', 'not in', known);
    for (const { rule, subject, alert, phase } of await query.execute()) {
      await db.transaction().execute(async (tx) => {
        if (alert !== null && (phase === 'open' || phase === 'closing')) {
          await tx.updateTable('alert').set({ status: 'closed', ended: nowMs }).where('id', '=', alert).execute();
          await note(tx, alert, nowMs, 'closed', 'its rule is gone');
          await notify(tx, alert, 'closed', how);
        }
        await keepState(tx, rule, site.store, subject, AT_REST);
      });
      if (alert !== null) await tellLive(db, board, alert, 'closed');
    }
  }
}

const TOLD = { open: 'opened', return: 'returned', close: 'closed' } as const;

type Read = (rule: AlertRule) => Promise<Reading[]>;

/** A rule for some stores says nothing of the gateway, of which only some sources know something. */
const applies = (rule: AlertRule, { store }: Place, source: AlertSource): boolean =>
  rule.enabled &&
  (!rule.stores || rule.stores.includes(store)) &&
  (store !== GATEWAY_STORE || source.readGateway !== undefined);

const same = (a: RuleState, b: RuleState): boolean =>
  a.phase === b.phase && a.sinceMs === b.sinceMs && a.alert === b.alert && a.endedMs === b.endedMs;
