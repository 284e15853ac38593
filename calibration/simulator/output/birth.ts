import type { BirthMessage, StateMessage } from '../../../models/contract/node-messages.ts';
import type { Site } from '../../../models/contract/site.ts';
import { topicOf } from '../../../models/contract/topics.ts';
import type { Wire } from '../macro/node-voice.ts';

/** The retained messages with which a simulated node says that it is one. */
export function birthOf(site: Site, siteRevision: string, epoch: string, time: string, version: string): Wire[] {
  const { store } = site;
  const [node] = site.nodes;
  const birth: BirthMessage = {
    version,
    time,
    epoch,
    siteRevision,
    clock: 'simulated',
    cameras: node.cameras,
    zones: site.zones.map((zone) => zone.id),
    lines: site.lines.map((line) => line.id),
    model: null,
    modelNote: null,
    provider: { provider: 'none', medianMs: null, refused: [] },
    privacy: site.privacy,
    footage: 'simulated',
  };
  const state: StateMessage = { state: 'online', time };
  return [
    { topic: topicOf(store, node.id, 'state'), qos: 1, retain: true, payload: state },
    { topic: topicOf(store, node.id, 'birth'), qos: 1, retain: true, payload: birth },
  ];
}
