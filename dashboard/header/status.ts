import type { CameraStatus, Nodes } from '../../models/contract/api/nodes.ts';
import { clockSeconds } from '../format.ts';
import type { PageState } from '../state.ts';
import { erringDoors } from './doors.ts';

export type Tone = 'good' | 'warn' | 'bad' | 'neutral';
export interface Status {
  key: string;
  tone: Tone;
  text: string;
  /** What changes every second, and is not read aloud each time. */
  hint?: string;
}
type Node = Nodes['nodes'][number];

/** A node's cameras as its live message has them, else as its last health message had. */
export function camerasOf(node: Node, state: PageState): CameraStatus[] {
  return state.live[node.node]?.data.cameras ?? node.health?.cameras ?? [];
}

export const nodesOf = (state: PageState): Node[] =>
  (state.resources.nodes.data?.nodes ?? []).filter((it) => it.store === state.store);

/** What the header says about the line from the cameras to this page: first this page's link, then what is broken. */
export function statuses(state: PageState, nowMs: number, timeZone: string): Status[] {
  const list = [linkStatus(state, nowMs, timeZone)];
  for (const node of nodesOf(state)) {
    if (node.state === 'offline') {
      const since = node.lastSeen === null ? '' : `, last heard ${clockSeconds(Date.parse(node.lastSeen), timeZone)}`;
      list.push({ key: `node ${node.node}`, tone: 'bad', text: `Node ${node.node} is offline${since}` });
      continue;
    }
    for (const it of camerasOf(node, state)) {
      if (it.state === 'running') continue;
      const tone = it.state === 'starting' ? 'neutral' : it.state === 'ended' ? 'warn' : 'bad';
      const reason = it.reason === null ? '' : `: ${it.reason}`;
      list.push({ key: `camera ${it.camera}`, tone, text: `Camera ${it.camera} ${cameraWord(it.state)}${reason}` });
    }
  }
  for (const { line, text } of erringDoors(state)) {
    const name = state.resources.detail.data?.lines.find((it) => it.id === line)?.name ?? line;
    list.push({ key: `door ${line} ${text}`, tone: 'warn', text: `Line ${name} ${text}` });
  }
  return list;
}

const words: Record<CameraStatus['state'], string> = {
  starting: 'starting',
  running: 'running',
  lost: 'lost',
  ended: 'ended',
  refused: 'refused',
};
export const cameraWord = (state: CameraStatus['state']): string => words[state];

function linkStatus({ connection }: PageState, nowMs: number, timeZone: string): Status {
  const { kind, sinceMs, retryAtMs } = connection;
  const since = clockSeconds(sinceMs, timeZone);
  const hint =
    retryAtMs === undefined ? '' : `, trying again in ${Math.max(0, Math.ceil((retryAtMs - nowMs) / 1000))} s`;
  switch (kind) {
    case 'connected':
      return { key: 'link', tone: 'good', text: 'Connected' };
    case 'connecting':
      return { key: 'link', tone: 'neutral', text: 'Connecting…' };
    case 'silent':
      return { key: 'link', tone: 'warn', text: `No live updates since ${since}`, hint };
    case 'away':
      return { key: 'link', tone: 'bad', text: `Gateway away since ${since}`, hint };
  }
}

/** What a reader of the numbers must know, without saying anything twice. */
export function notices(state: PageState): string[] {
  const { detail } = state.resources;
  if (!detail.data) return [];
  const list = [...detail.data.notices];
  const says = (word: RegExp): boolean => list.some((it) => word.test(it));
  const repeats = nodesOf(state)
    .flatMap((it) => camerasOf(it, state))
    .some((it) => it.repeats);
  if (repeats && !says(/repeat|loop/i))
    list.push('The footage is a recording that repeats: the same people are counted again each time.');
  else if (detail.data.footage === 'recording' && !says(/record|repeat/i))
    list.push('The footage is a recording, not a live camera.');
  if (detail.data.footage === 'simulated' && !says(/simulat/i)) list.push('The figures come from a simulated store.');
  if (detail.data.privacy.k <= 1 && !says(/\bk\b/))
    list.push('k = 1: cells with a single visit are shown too. A real store withholds them.');
  return list;
}
