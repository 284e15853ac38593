/** A site without a fault; each wrong file below is this one with one line changed. */
export const GOOD = [
  'version: 1', // 1
  'store: demo', // 2
  'timeZone: Europe/Berlin', // 3
  'floors:', // 4
  '  - { id: "0", widthM: 8, heightM: 6 }', // 5
  'nodes:', // 6
  '  - { id: edge-1, cameras: [door] }', // 7
  'cameras:', // 8
  '  - id: door', // 9
  '    floor: "0"', // 10
  '    source: { kind: file, path: video.avi }', // 11
  '    calibration:', // 12
  '      points:', // 13
  '        - { px: [0, 0], m: [0, 0] }', // 14
  '        - { px: [100, 0], m: [8, 0] }', // 15
  '        - { px: [100, 100], m: [8, 6] }', // 16
  '        - { px: [0, 100], m: [0, 6] }', // 17
  'zones:', // 18
  '  - { id: entrance, floor: "0", kind: entrance, polygon: [[0, 0], [4, 0], [4, 6]] }', // 19
  'lines:', // 20
  '  - { id: door, floor: "0", role: street, from: [0, 3], to: [4, 3], in: right }', // 21
];
export const change = (line: number, from: string, to: string): string =>
  GOOD.map((text, i) => (i + 1 === line ? text.replace(from, to) : text)).join('\n');
