import type { StoreDetail } from '../../models/contract/api/stores.ts';
import type { Today } from '../../models/contract/api/today.ts';
import type { PageState } from '../state.ts';

/** Live counts older than this are no longer "now"; the node sends one every 5 s. */
const LIVE_FRESH_MS = 20_000;

export interface PeopleNow {
  value: number | null;
  /** By the browser's clock; undefined when never. */
  atMs: number | undefined;
  stale: boolean;
}

/** People on the floor: the sum of the nodes' last live counts; before the first of them, what the gateway remembers. */
export function peopleNow(state: PageState, nowMs: number): PeopleNow {
  const heard = Object.values(state.live);
  if (heard.length > 0) {
    const atMs = Math.min(...heard.map((it) => it.atMs));
    const value = heard.reduce((sum, it) => sum + it.data.people, 0);
    const stale = state.connection.kind === 'away' || nowMs - atMs > LIVE_FRESH_MS;
    return { value, atMs, stale };
  }
  const today = state.resources.today.data?.peopleNow;
  if (!today) return { value: null, atMs: undefined, stale: true };
  const atMs = today.at === null ? undefined : Date.parse(today.at) - state.clockOffsetMs;
  return { value: today.value, atMs, stale: today.stale };
}

/** People in each zone by the last live message of the node that owns it. */
export function occupancyNow(state: PageState, nowMs: number): Map<string, number> {
  const zones = new Map<string, number>();
  for (const { data, atMs } of Object.values(state.live)) {
    if (state.connection.kind === 'away' || nowMs - atMs > LIVE_FRESH_MS) continue;
    for (const it of data.zones) zones.set(it.zone, it.occupancy);
  }
  return zones;
}

const isEntrance = (role: string): boolean => role === 'street' || role === 'mall';
export const entranceLines = (detail: StoreDetail | undefined): string[] =>
  (detail?.lines ?? []).filter((it) => isEntrance(it.role)).map((it) => it.id);

/** Why there are no entries; undefined when there are. */
export function entriesReason(state: PageState): string | undefined {
  const { today, detail } = state.resources;
  if (!today.data || today.data.entries.value !== null) return undefined;
  if (detail.data && entranceLines(detail.data).length === 0) return 'No street or mall line is drawn on the plan.';
  return missingReason(state, today.data.entries.coverage);
}

/** Why it is not known how many are inside. */
export function insideReason(state: PageState, today: Today): string {
  if (today.averageOnFloor.value === null) return missingReason(state, today.averageOnFloor.coverage);
  return 'Not measured: no node keeps the balance of its doors, or none has for ten minutes.';
}

/** Why a figure of today is not known. */
export function missingReason(state: PageState, coverage: number | null): string {
  const nodes = (state.resources.nodes.data?.nodes ?? []).filter((it) => it.store === state.store);
  if (nodes.length === 0) return 'No node of this store has reported yet.';
  if (nodes.every((it) => it.state === 'offline')) return 'The node is offline.';
  const cameras = nodes.flatMap((it) => it.health?.cameras ?? []);
  const lost = cameras.find((it) => it.state === 'lost' || it.state === 'refused');
  if (lost) return `Camera ${lost.camera} is ${lost.state}${lost.reason ? `: ${lost.reason}` : ''}.`;
  if (coverage === 0) return 'No camera saw this time.';
  return 'Waiting for the first figures.';
}

/** Whether nothing at all has been seen today. */
export const isEmptyDay = (today: Today): boolean =>
  today.entries.value === null && today.averageOnFloor.value === null && today.zones.every((it) => it.visits === null);

/** Zones where dwell is known, the most visited first; those that people only walk through, or work in, come last. */
export const dwellZones = (today: Today): Today['zones'] =>
  today.zones
    .filter((it) => it.dwellS.mean !== null)
    .sort((a, b) => passing(a.kind) - passing(b.kind) || (b.visits ?? 0) - (a.visits ?? 0));
const passing = (kind: string): number => (kind === 'entrance' || kind === 'staff' ? 1 : 0);
