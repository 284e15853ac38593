import { type Answered, type AnswerKey, type Answers, ask, isSignedOut, paths } from './api.ts';
import { followLive, refreshAtMs, retryDelayMs } from './live.ts';
import type { Connection } from './state.ts';
import type { Store } from './store.ts';
import { bucketOf, isMoving, type RangeChoice, rangeOf } from './time/range.ts';

const NO_STORE_PAUSE_MS = 5_000;

/** Asks the gateway for what the page shows, when it is due; the page's only part that starts requests. */
export class Controller {
  readonly #store: Store;
  readonly #asking = new Map<AnswerKey, AbortController>();
  #closeLive: () => void = () => {};
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #refreshTimer: ReturnType<typeof setTimeout> | undefined;
  #attempt = 0;
  #refreshedAtMs = 0;
  #stopped = new AbortController();

  constructor(store: Store) {
    this.#store = store;
  }

  start(): void {
    void this.connect();
    const { signal } = this.#stopped;
    // Without a node there are no events, and the last hour still moves on.
    const timer = setInterval(() => this.#tick(), 15_000);
    signal.addEventListener('abort', () => clearInterval(timer));
    document.addEventListener('visibilitychange', () => this.#tick(), { signal });
  }

  stop(): void {
    this.#stopped.abort();
    this.#closeLive();
    clearTimeout(this.#retryTimer);
    clearTimeout(this.#refreshTimer);
    for (const asking of this.#asking.values()) asking.abort();
  }

  /** Tries to reach the gateway now; when that fails, again after a pause that doubles. */
  async connect(): Promise<void> {
    clearTimeout(this.#retryTimer);
    this.#closeLive();
    const answer = await this.#load('stores', paths.stores);
    if (this.#stopped.signal.aborted || answer === undefined) return;
    // Nobody is signed in: the page asks who it is, and connects again.
    if (!answer.ok && isSignedOut(answer.fault)) return this.#connection('connected');
    if (!answer.ok) return this.#retryLater(answer.fault.kind === 'away' ? 'away' : 'silent');
    const { stores } = answer.data;
    const wanted = this.#store.state.store ?? new URLSearchParams(location.search).get('store');
    const chosen = stores.find((it) => it.store === wanted) ?? stores[0];
    if (chosen === undefined) {
      // The gateway is there and has nothing to follow yet.
      this.#attempt = 0;
      this.#connection('connected');
      this.#retryTimer = setTimeout(() => void this.connect(), NO_STORE_PAUSE_MS);
      return;
    }
    this.#store.dispatch({ type: 'store', store: chosen.store });
    this.#setClock(chosen.now);
    this.refresh();
    this.#follow(chosen.store);
  }

  selectStore(store: string): void {
    this.#store.dispatch({ type: 'store', store });
    void this.connect();
  }

  selectRange(choice: RangeChoice): void {
    this.#store.dispatch({ type: 'choice', choice });
    this.#refreshRange();
  }

  selectFloor(floor: string): void {
    this.#store.dispatch({ type: 'floor', floor });
    this.#refreshRange();
  }

  showWays(shown: boolean): void {
    this.#store.dispatch({ type: 'ways', shown });
    this.#refreshWays();
  }

  selectZone(zone: string | undefined): void {
    this.#store.dispatch({ type: 'zone', zone });
    this.#refreshZone();
  }

  /** Everything on the page anew. */
  refresh(): void {
    const { store } = this.#store.state;
    if (store === undefined) return;
    clearTimeout(this.#refreshTimer);
    this.#refreshTimer = undefined;
    this.#refreshedAtMs = Date.now();
    void this.#load('nodes', paths.nodes);
    void this.#load('today', paths.today(store)).then((answer) => answer?.ok && this.#setClock(answer.data.now));
    void this.#load('sales', paths.sales(store));
    void this.#load('shelves', paths.shelves(store));
    void this.#load('detail', paths.detail(store)).then((answer) => {
      if (answer === undefined) return;
      const { floors, zones } = answer.ok ? answer.data : { floors: [], zones: [] };
      if (zones.some((it) => it.kind === 'queue')) void this.#load('queues', paths.queues(store));
      const { floor } = this.#store.state;
      if (!floors.some((it) => it.id === floor) && floors.length > 0) {
        this.#store.dispatch({ type: 'floor', floor: floors[0].id });
      }
      this.#refreshRange();
    });
  }

  #refreshRange(): void {
    const { store, floor, choice } = this.#store.state;
    const range = this.#range();
    if (store === undefined || range === undefined) return;
    if (floor !== undefined) void this.#load('heat', paths.heat(store, range, floor));
    this.#refreshWays();
    void this.#load('zones', paths.zones(store, range));
    void this.#load('traffic', paths.traffic(store, range, bucketOf(range)));
    void this.#load('totals', paths.traffic(store, range, 'total'));
    this.#refreshZone(choice);
  }

  /** The ways are asked for only while they are looked at. */
  #refreshWays(): void {
    const { store, floor, ways } = this.#store.state;
    const range = this.#range();
    if (!ways || store === undefined || floor === undefined || range === undefined) return;
    void this.#load('ways', paths.ways(store, range, floor));
  }

  #refreshZone(choice = this.#store.state.choice): void {
    const { store, zone } = this.#store.state;
    const range = this.#range(choice);
    if (store === undefined || zone === undefined || range === undefined) return;
    void this.#load('zone', paths.zone(store, zone, range, bucketOf(range)));
  }

  #range(choice = this.#store.state.choice) {
    const { store, resources, clockOffsetMs } = this.#store.state;
    const summary = resources.stores.data?.stores.find((it) => it.store === store);
    return summary && rangeOf(choice, Date.now() + clockOffsetMs, summary.timeZone);
  }

  #follow(store: string): void {
    this.#closeLive = followLive(paths.live(store), {
      onOpen: () => {
        this.#attempt = 0;
        this.#connection('connected');
      },
      onEvent: (event) => {
        if (event.data.store !== store) return;
        if (event.event === 'live') this.#store.dispatch({ type: 'live', data: event.data, atMs: Date.now() });
        else if (event.event !== 'node' || this.#isNews(event.data)) this.#refreshSoon();
      },
      onLost: () => void this.#lost(),
    });
  }

  /** A node's state that the page does not show yet; the stream begins with those it does. */
  #isNews({ node, state }: { node: string; state: string }): boolean {
    const { store, resources } = this.#store.state;
    return !resources.nodes.data?.nodes.some((it) => it.store === store && it.node === node && it.state === state);
  }

  /** The live stream is gone: whether the gateway is, one question tells. */
  async #lost(): Promise<void> {
    const answer = await this.#load('nodes', paths.nodes);
    if (!this.#stopped.signal.aborted) this.#retryLater(answer?.ok ? 'silent' : 'away');
  }

  #retryLater(kind: 'silent' | 'away'): void {
    const waitMs = retryDelayMs(this.#attempt++, Math.random());
    this.#connection(kind, Date.now() + waitMs);
    this.#retryTimer = setTimeout(() => void this.connect(), waitMs);
  }

  #refreshSoon(): void {
    if (this.#refreshTimer !== undefined || document.visibilityState === 'hidden') return;
    const nowMs = Date.now();
    this.#refreshTimer = setTimeout(() => this.refresh(), refreshAtMs(nowMs, this.#refreshedAtMs) - nowMs);
  }

  #tick(): void {
    const idleMs = Date.now() - this.#refreshedAtMs;
    const { choice, connection } = this.#store.state;
    if (document.visibilityState === 'hidden' || connection.kind !== 'connected') return;
    if (idleMs > 60_000 && (isMoving(choice) || idleMs > 300_000)) this.refresh();
  }

  #connection(kind: Connection['kind'], retryAtMs?: number): void {
    const before = this.#store.state.connection;
    const sinceMs = before.kind === kind ? before.sinceMs : Date.now();
    this.#store.dispatch({ type: 'connection', connection: { kind, sinceMs, retryAtMs } });
  }

  #setClock(now: string): void {
    this.#store.dispatch({ type: 'clock', offsetMs: Date.parse(now) - Date.now() });
  }

  /** One question at a time under each name: a newer one ends the older. Undefined when it was ended. */
  async #load<K extends AnswerKey>(key: K, url: string): Promise<Answered<Answers[K]> | undefined> {
    this.#asking.get(key)?.abort();
    const asking = new AbortController();
    this.#asking.set(key, asking);
    this.#store.dispatch({ type: 'asked', key });
    try {
      const answer = await ask<Answers[K]>(url, asking.signal);
      this.#store.dispatch({ type: 'answered', key, url, answer });
      return answer;
    } catch (error) {
      if (asking.signal.aborted) return undefined;
      throw error;
    }
  }
}
