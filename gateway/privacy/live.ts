import type { LiveEvent } from '../../models/contract/api/live.ts';
import type { Site } from '../../models/contract/site.ts';
import { threshold } from '../../models/privacy/partition.ts';
import { staffKinds } from './lines.ts';
import { aboutStaff } from './staff.ts';

/**
 * What of a live event is published: how many people there are in all and what goes through the doors. Above k 1 no zone
 * and no line inside the store is in it, since five seconds of a zone are the people who stand there.
 */
export function publishedLive(event: LiveEvent, site: Site | undefined): LiveEvent {
  if (event.event !== 'live' || !site) return event;
  const open = threshold(site.privacy.k) === 1;
  const kinds = new Map(site.zones.map(({ id, kind }) => [id, kind]));
  const roles = new Map(site.lines.map(({ id, role }) => [id, role]));
  const zones = event.data.zones.filter(({ zone }) => open && !aboutStaff(kinds.get(zone) ?? 'area'));
  const lines = event.data.lines.filter(({ line }) => {
    const role = roles.get(line) ?? 'internal';
    return !staffKinds.includes(role) && (open || role !== 'internal');
  });
  return { event: 'live', data: { ...event.data, zones, lines } };
}
