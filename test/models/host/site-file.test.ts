import { afterAll, describe, expect, it } from 'vitest';
import { parseSite } from '../../../models/contract/site-parse.ts';
import { faultText } from '../../../models/host/site-file.ts';
import { tempFolder } from '../../support/gateway.ts';
import { change, GOOD } from './good-site.ts';

const folder = tempFolder();
afterAll(() => folder.remove());

describe('a site file', () => {
  it('that is in order gives a site with its defaults', () => {
    const parsed = parseSite(GOOD.join('\n'));
    expect(parsed.ok).toBe(true);
    if (!parsed.ok) return;
    expect(parsed.site.privacy).toEqual({ k: 5, heatMinutes: 15 });
    expect(parsed.site.detector).toEqual({ model: 'auto', minScore: 0.1, provider: 'auto' });
    expect(parsed.site.cameras[0].fps).toBe(10);
    expect(parsed.site.floors[0].cellM).toBe(0.5);
  });

  it.each<[string, string, number, string, RegExp, RegExp]>([
    ['no version', change(1, 'version: 1', '# none'), 2, '', /missing field version/, /Add version/],
    ['a version to come', change(1, '1', '2'), 1, 'version', /1/, /./],
    ['a store name with a blank', change(2, 'demo', '"my store"'), 2, 'store', /pattern/, /./],
    ['a time zone that does not exist', change(3, 'Berlin', 'Bonn'), 3, 'timeZone', /no time zone/, /IANA/],
    [
      'hours of a day that is none',
      change(3, 'timeZone', 'hours: { mox: "08:00-20:00" }\ntimeZone'),
      3,
      'hours.mox',
      /weekday/,
      /08:00/,
    ],
    ['a floor without a width', change(5, 'widthM: 8, ', ''), 5, 'floors[0]', /missing field widthM/, /Add widthM/],
    ['a floor of no height', change(5, 'heightM: 6', 'heightM: 0'), 5, 'floors[0].heightM', /0/, /./],
    ['a misspelt field', change(5, 'heightM: 6', 'heightM: 6, cellm: 1'), 5, 'floors[0].cellm', /unknown/, /spelling/],
    [
      'tills of a zone that is no queue',
      change(19, 'kind: entrance', 'kind: entrance, tills: []'),
      19,
      'zones[0].tills',
      /no queue/,
      /queue/,
    ],
    [
      'a till that is not there',
      change(19, 'kind: entrance', 'kind: queue, tills: [till-1]'),
      19,
      'zones[0].tills[0]',
      /no till zone till-1/,
      /Add a zone of kind till/,
    ],
    [
      'a node with a camera that is not there',
      change(7, '[door]', '[door, back]'),
      7,
      'nodes[0].cameras[1]',
      /no camera back/,
      /door/,
    ],
    ['a camera without a node', change(7, '[door]', '[]'), 9, 'cameras', /door belongs to no node/, /node/],
    ['a camera on no floor', change(10, '"0"', '"1"'), 10, 'cameras[0].floor', /no floor 1/, /0/],
    [
      'a kind of source that is none',
      change(11, 'file', 'webcam'),
      11,
      'cameras[0].source.kind',
      /webcam/,
      /rtsp, file/,
    ],
    ['a source without a kind', change(11, 'kind: file, ', ''), 11, 'cameras[0].source.kind', /nothing/, /rtsp, file/],
    [
      'a file source without a path',
      change(11, ', path: video.avi', ''),
      11,
      'cameras[0].source',
      /missing field path/,
      /Add path/,
    ],
    [
      'an address of another protocol',
      change(11, 'file, path: video.avi', 'rtsp, url: "http://10.0.0.1/x"'),
      11,
      'cameras[0].source.url',
      /pattern/,
      /./,
    ],
    [
      'a field of another kind of source',
      change(11, 'path: video.avi', 'path: a.avi, url: b'),
      11,
      'cameras[0].source.url',
      /unknown/,
      /spelling/,
    ],
    [
      'too few pairs',
      change(17, '        - { px: [0, 100], m: [0, 6] }', ''),
      14,
      'cameras[0].calibration.points',
      /./,
      /./,
    ],
    [
      'pairs on one line',
      change(16, 'm: [8, 6]', 'm: [4, 0]').replace('m: [0, 6]', 'm: [2, 0]'),
      13,
      'cameras[0].calibration',
      /do not determine/,
      /at least 4 pairs/,
    ],
    [
      'a plan turned upside down',
      change(14, 'm: [0, 0]', 'm: [0, 6]')
        .replace('m: [8, 0]', 'm: [8, 6.0]')
        .replace('m: [8, 6]', 'm: [8, 0]')
        .replace('px: [0, 100], m: [0, 6]', 'px: [0, 100], m: [0, 0]'),
      13,
      'cameras[0].calibration',
      /mirror image/,
      /height − y/,
    ],
    ['a zone of two corners', change(19, ', [4, 6]', ''), 19, 'zones[0].polygon', /3/, /./],
    ['a zone without area', change(19, '[4, 6]', '[2, 0]'), 19, 'zones[0].polygon', /no area/, /corners in order/],
    [
      'a zone whose edges cross',
      change(19, '[4, 6]]', '[1, 6], [3, 6]]').replace('[4, 0], [1, 6], [3, 6]', '[4, 6], [4, 0], [0, 5]'),
      19,
      'zones[0].polygon',
      /cross/,
      /without crossing/,
    ],
    [
      'a zone off the floor',
      change(19, '[[0, 0], [4, 0], [4, 6]]', '[[20, 0], [24, 0], [24, 6]]'),
      19,
      'zones[0].polygon',
      /off the floor/,
      /8 × 6 m/,
    ],
    [
      'a zone kind that is none',
      change(19, 'kind: entrance', 'kind: door'),
      19,
      'zones[0].kind',
      /./,
      /area, queue, till/,
    ],
    ['a line without length', change(21, '[4, 3]', '[0, 3]'), 21, 'lines[0].to', /no length/, /0.05 m/],
    ['a direction that is none', change(21, 'in: right', 'in: up'), 21, 'lines[0].in', /./, /./],
    ['one id twice', `${GOOD.join('\n')}\n${GOOD[20]}`, 22, 'lines[1].id', /used twice/, /own id/],
    ['YAML that is broken', change(5, '}', ''), 6, '', /./, /YAML/],
    ['an indentation that is broken', change(10, '    floor', '   floor'), 10, '', /./, /YAML/],
    ['an empty file', '', 1, '', /missing field/, /Add/],
    ['a list', '- a\n- b', 1, '', /object/, /./],
  ])('with %s says the line, the field and the fix', (_, text, line, field, message, fix) => {
    const parsed = parseSite(text);
    expect(parsed.ok).toBe(false);
    if (parsed.ok) return;
    const fault = parsed.faults.find((f) => f.field === field) ?? parsed.faults[0];
    expect({ line: fault.line, field: fault.field }, JSON.stringify(parsed.faults)).toEqual({ line, field });
    expect(fault.message).toMatch(message);
    expect(fault.fix).toMatch(fix);
    expect(faultText('shop.yaml', fault)).toContain(`shop.yaml:${line}: `);
  });

  it.each([
    [
      'a direction that is none',
      change(21, 'in: right', 'in: up'),
      ['lines[0].in: must be right or left. Write right or left.'],
    ],
    ['too few pairs', change(17, '        - { px: [0, 100], m: [0, 6] }', ''), ['cameras[0].calibration.points: ']],
    ['no calibration points', change(13, 'points:', 'pairs:'), ['cameras[0].calibration: it has no points']],
    ['a version to come', change(1, '1', '2'), ['version: must be 1. Write 1.']],
  ])('with %s gives one clear fault, not one for each thing that it might have been', (_, text, wanted) => {
    const parsed = parseSite(text);
    const lines = parsed.ok ? [] : parsed.faults.map((fault) => faultText('f', fault).replace(/^f:\d+: /, ''));
    expect(lines).toEqual(
      wanted.map((start) => expect.stringMatching(new RegExp(`^${start.replace(/[[\].]/g, '\\$&')}`))),
    );
  });

  it('with several faults tells them all at once', () => {
    const parsed = parseSite(change(5, 'widthM: 8', 'widthM: -8').replace('role: street', 'role: road'));
    expect(parsed.ok ? [] : parsed.faults.map((f) => f.line).sort((a, b) => a - b)).toEqual([5, 21]);
  });

  it('never repeats a password', () => {
    const parsed = parseSite(
      change(11, 'file, path: video.avi', 'rtsp, url: "rtsp://owner:s3cret@10.0.0.1/1", transport: smoke'),
    );
    expect(parsed.ok).toBe(false);
    expect(JSON.stringify(parsed)).not.toContain('s3cret');
    const wrongProtocol = parseSite(change(11, 'file, path: video.avi', 'rtsp, url: "http://owner:s3cret@10.0.0.1/1"'));
    expect(wrongProtocol.ok).toBe(false);
    expect(JSON.stringify(wrongProtocol)).not.toContain('s3cret');
  });
});
