import type { LiveEvent } from '../models/contract/api/live.ts';
import type { Answered, AnswerKey, Answers, Fault } from './api.ts';
import type { RangeChoice } from './time/range.ts';

/** One question to the gateway: its last good answer, and what is going on now. */
export interface Resource<T> {
  /** Where `data` came from. */
  url?: string;
  data?: T;
  fetchedAtMs?: number;
  fault?: Fault;
  loading: boolean;
}
export type Resources = { [K in AnswerKey]: Resource<Answers[K]> };
export type LiveData = Extract<LiveEvent, { event: 'live' }>['data'];

/** `silent`: the gateway answers, but its live stream does not. `away`: it does not answer. */
export interface Connection {
  kind: 'connecting' | 'connected' | 'silent' | 'away';
  sinceMs: number;
  retryAtMs?: number;
}

export interface PageState {
  store: string | undefined;
  floor: string | undefined;
  zone: string | undefined;
  choice: RangeChoice;
  /** Whether the plan shows which way people went. */
  ways: boolean;
  /** The store's clock minus this browser's: a simulated store lives in its own time. */
  clockOffsetMs: number;
  connection: Connection;
  /** The last live message of each node, and when it came by the browser's clock. */
  live: Record<string, { data: LiveData; atMs: number }>;
  resources: Resources;
}

export type Action =
  | { type: 'asked'; key: AnswerKey }
  | { type: 'answered'; key: AnswerKey; url: string; answer: Answered<unknown> }
  | { type: 'connection'; connection: Connection }
  | { type: 'live'; data: LiveData; atMs: number }
  | { type: 'clock'; offsetMs: number }
  | { type: 'store'; store: string }
  | { type: 'floor'; floor: string }
  | { type: 'zone'; zone: string | undefined }
  | { type: 'choice'; choice: RangeChoice }
  | { type: 'ways'; shown: boolean };

const KEYS: AnswerKey[] = [
  ...(['stores', 'detail', 'today', 'nodes', 'queues', 'sales', 'shelves'] as const),
  ...(['heat', 'ways', 'zones', 'traffic', 'totals', 'zone'] as const),
];
const noAnswers = (): Resources => Object.fromEntries(KEYS.map((key) => [key, { loading: true }])) as Resources;

export const initialState = (choice: RangeChoice, nowMs: number): PageState => ({
  store: undefined,
  floor: undefined,
  zone: undefined,
  choice,
  ways: false,
  clockOffsetMs: 0,
  connection: { kind: 'connecting', sinceMs: nowMs },
  live: {},
  resources: noAnswers(),
});

const withResource = (state: PageState, key: AnswerKey, resource: Resource<unknown>): PageState => ({
  ...state,
  resources: { ...state.resources, [key]: resource },
});

export function reduce(state: PageState, action: Action): PageState {
  switch (action.type) {
    case 'asked':
      return withResource(state, action.key, { ...state.resources[action.key], loading: true });
    case 'answered':
      return withResource(state, action.key, answered(state.resources[action.key], action.url, action.answer));
    case 'connection':
      return { ...state, connection: action.connection };
    case 'live':
      return { ...state, live: { ...state.live, [action.data.node]: { data: action.data, atMs: action.atMs } } };
    case 'clock':
      return { ...state, clockOffsetMs: action.offsetMs };
    case 'store':
      if (state.store === action.store) return state;
      return {
        ...state,
        store: action.store,
        floor: undefined,
        zone: undefined,
        live: {},
        resources: { ...noAnswers(), stores: state.resources.stores, nodes: state.resources.nodes },
      };
    case 'floor':
      return { ...state, floor: action.floor };
    case 'zone':
      return withResource({ ...state, zone: action.zone }, 'zone', { loading: true });
    case 'choice':
      return { ...state, choice: action.choice };
    case 'ways':
      return { ...state, ways: action.shown };
  }
}

/** A gateway that is away keeps the last figures on the page; a refusal takes its place. */
function answered(before: Resource<unknown>, url: string, answer: Answered<unknown>): Resource<unknown> {
  if (answer.ok) return { url, data: answer.data, fetchedAtMs: answer.fetchedAtMs, loading: false };
  if (answer.fault.kind === 'away') return { ...before, fault: answer.fault, loading: false };
  return { url, fault: answer.fault, loading: false };
}
