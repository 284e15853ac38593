import { parseSite } from '../../models/contract/site-parse.ts';
import { type LoadedSite, siteRevision } from '../../models/host/site-file.ts';

const YAML = (store: string, zones: number, k: number) => `
version: 1
store: ${store}
timeZone: Europe/Berlin
hours: { mon-sun: "00:00-24:00" }
floors: [{ id: "0", widthM: ${zones * 4}, heightM: 6, cellM: 1 }]
nodes: [{ id: edge-1, cameras: [door] }]
cameras:
  - id: door
    floor: "0"
    source: { kind: file, path: video.avi }
    calibration: { points: [{ px: [0, 0], m: [0, 0] }, { px: [100, 0], m: [8, 0] }, { px: [100, 100], m: [8, 6] }, { px: [0, 100], m: [0, 6] }] }
zones:
${Array.from(
  { length: zones },
  (_, i) =>
    `  - { id: zone-${i + 1}, floor: "0", kind: area, polygon: [[${i * 4}, 0], [${i * 4 + 4}, 0], [${i * 4 + 4}, 6], [${i * 4}, 6]] }`,
).join('\n')}
lines:
  - { id: door, floor: "0", role: street, from: [0, 3], to: [4, 3] }
privacy: { k: ${k}, heatMinutes: 15 }
mqtt: { url: "mqtt://127.0.0.1:0" }
`;

/** A store of one door and some zones in a row, whose days are not those of UTC. */
export function rowOfZones(store: string, zones: number, k: number): LoadedSite {
  const parsed = parseSite(YAML(store, zones, k));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return { path: 'bench.yaml', site: parsed.site, revision: siteRevision(parsed.site) };
}
