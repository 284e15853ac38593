import { describe, expect, it } from 'vitest';
import { Book } from '../../../models/aggregate/book.ts';
import { counterOf } from '../../../models/aggregate/counter.ts';
import { planOf } from '../../../models/aggregate/plan.ts';
import { parseSite } from '../../../models/contract/site-parse.ts';

/** A floor of 20 × 10 m, seen by one camera on the left and one on the right; a zone on each side and a line. */
function twoCameras(extra = '') {
  const camera = (id: string, x: number) => `
  - id: ${id}
    floor: "0"
    source: { kind: file, path: x.avi }
    calibration: { points: [ { px: [0, 0], m: [${x}, 0] }, { px: [100, 0], m: [${x + 10}, 0] }, { px: [100, 100], m: [${x + 10}, 10] }, { px: [0, 100], m: [${x}, 10] } ] }`;
  const parsed = parseSite(`
version: 1
store: s
floors: [{ id: "0", widthM: 20, heightM: 10 }]
nodes: [{ id: n, cameras: [left, right] }]
cameras:${camera('left', 0)}${camera('right', 10)}
zones:
  - { id: a, floor: "0", kind: area, polygon: [[1, 1], [4, 1], [4, 4], [1, 4]] }
  - { id: b, floor: "0", kind: area, polygon: [[16, 1], [19, 1], [19, 4], [16, 4]]${extra} }
lines:
  - { id: door, floor: "0", role: street, from: [18, 8], to: [20, 8] }
`);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.site;
}

describe('who counts a zone or line', () => {
  it('is the camera that looks nearest, and only one', () => {
    const site = twoCameras();
    expect([...site.zones, ...site.lines].map((item) => counterOf(site, item))).toEqual(['left', 'right', 'right']);
  });

  it('is the camera that it names', () => {
    const site = twoCameras(', camera: left');
    expect(counterOf(site, site.zones[1])).toBe('left');
  });

  it('cannot be a camera that is not there', () => {
    expect(() => twoCameras(', camera: middle')).toThrow('there is no camera middle');
  });

  it('alone decides what was seen there: a camera that is away hides its part only', () => {
    const site = twoCameras();
    const book = new Book(planOf(site, 'n'));
    for (let t = 0; t < 60_000; t += 500) book.seen('right', t, t + 500);
    const messages = book.closeAll().flatMap((closed) => closed.messages);
    const zone = messages.find((m) => m.kind === 'zone');
    if (zone?.kind !== 'zone') throw new Error('no zone message');
    expect(zone.data.zones.map((z) => [z.zone, z.coverage])).toEqual([
      ['a', 0],
      ['b', 1],
    ]);
    expect(zone.data.floors[0].coverage).toBe(0.5);
  });
});
