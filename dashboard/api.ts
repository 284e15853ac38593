import type { Heat } from '../models/contract/api/heat.ts';
import type { Nodes } from '../models/contract/api/nodes.ts';
import type { Paths } from '../models/contract/api/paths.ts';
import type { Problem } from '../models/contract/api/problem.ts';
import type { Queues } from '../models/contract/api/queues.ts';
import type { StoreDetail, StoreSummary } from '../models/contract/api/stores.ts';
import type { Today } from '../models/contract/api/today.ts';
import type { Traffic } from '../models/contract/api/traffic.ts';
import type { ZoneAnswer, ZonesAnswer } from '../models/contract/api/zones.ts';
import type { SalesAnswer } from '../models/contract/sales.ts';
import type { Shelves } from '../models/contract/shelves.ts';

/** What the page asks the gateway for, by the name the page keeps it under. */
export interface Answers {
  stores: { stores: StoreSummary[] };
  detail: StoreDetail;
  today: Today;
  nodes: Nodes;
  heat: Heat;
  ways: Paths;
  queues: Queues;
  sales: SalesAnswer;
  shelves: Shelves;
  zones: ZonesAnswer;
  traffic: Traffic;
  totals: Traffic;
  zone: ZoneAnswer;
}
export type AnswerKey = keyof Answers;

/** `away`: nobody answered. `refused`: the gateway answered that it cannot, and says why. */
export type Fault = { kind: 'away'; message: string } | { kind: 'refused'; problem: Problem };
export type Answered<T> = { ok: true; data: T; fetchedAtMs: number } | { ok: false; fault: Fault };

export interface Range {
  from: string;
  to: string;
}

const root = '/api/v1';
const store = (id: string): string => `${root}/stores/${encodeURIComponent(id)}`;
const query = (values: Record<string, string>): string => `?${new URLSearchParams(values)}`;

export const paths = {
  stores: `${root}/stores`,
  nodes: `${root}/nodes`,
  detail: store,
  today: (id: string) => `${store(id)}/today`,
  heat: (id: string, range: Range, floor: string) => `${store(id)}/heat${query({ ...range, floor })}`,
  ways: (id: string, range: Range, floor: string) => `${store(id)}/paths${query({ ...range, floor })}`,
  /** Of the store's day so far. */
  queues: (id: string) => `${store(id)}/queues${query({ bucket: 'quarter' })}`,
  sales: (id: string) => `${store(id)}/sales${query({ bucket: 'hour' })}`,
  shelves: (id: string) => `${store(id)}/shelves`,
  zones: (id: string, range: Range) => `${store(id)}/zones${query({ ...range })}`,
  zone: (id: string, zone: string, range: Range, bucket: string) =>
    `${store(id)}/zones/${encodeURIComponent(zone)}${query({ ...range, bucket })}`,
  traffic: (id: string, range: Range, bucket: string) => `${store(id)}/traffic${query({ ...range, bucket })}`,
  notes: (id: string, range: Range) => `${store(id)}/notes${query({ ...range })}`,
  alerts: (id: string) => `${store(id)}/alerts?limit=100`,
  funnel: (id: string, range: Range) => `${store(id)}/funnel${query({ ...range })}`,
  compare: (values: Record<string, string>) => `${root}/compare${query(values)}`,
  live: (id: string) => `${root}/live${query({ store: id })}`,
};

/** A proxy's or a starting server's way of saying that the gateway itself did not answer. */
const AWAY_STATUS = new Set([502, 503, 504]);
const TIMEOUT_MS = 10_000;

/** Asks the gateway. Rejects only when `signal` aborts; everything else that goes wrong is a fault. */
export async function ask<T>(url: string, signal: AbortSignal): Promise<Answered<T>> {
  let response: Response;
  let body: unknown;
  try {
    response = await fetch(url, {
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
      headers: { accept: 'application/json, application/problem+json' },
    });
    body = await response.json().catch(() => undefined);
  } catch (error) {
    if (signal.aborted) throw error;
    return { ok: false, fault: { kind: 'away', message: (error as Error).message } };
  }
  if (signal.aborted) throw signal.reason;
  if (response.ok && body !== undefined) return { ok: true, data: body as T, fetchedAtMs: Date.now() };
  return { ok: false, fault: faultOf(response.status, response.statusText, body) };
}

/** The fault in an answer that is not the data: problem+json where the gateway wrote it, else what the status tells. */
export function faultOf(status: number, statusText: string, body: unknown): Fault {
  if (isProblem(body)) return { kind: 'refused', problem: body };
  if (AWAY_STATUS.has(status)) return { kind: 'away', message: `${status} ${statusText}`.trim() };
  const detail = `The answer was ${status} ${statusText}`.trim();
  return {
    kind: 'refused',
    problem: { type: 'about:blank', title: 'The gateway did not give this figure', status, detail },
  };
}

/** Whether the gateway asks for somebody who is signed in. */
export const isSignedOut = (fault: Fault | undefined): boolean =>
  fault?.kind === 'refused' && fault.problem.status === 401;

function isProblem(body: unknown): body is Problem {
  const it = body as Partial<Problem> | undefined | null;
  return typeof it === 'object' && it !== null && typeof it.title === 'string' && typeof it.detail === 'string';
}
