import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { evalTracks, type TrackScores } from '../../calibration/lab/tracks.ts';
import { detectFile } from '../../edge/commands/detect.ts';
import type { TrackerKind } from '../../edge/track/registry.ts';
import { TRACKER_KINDS } from '../../edge/track/registry.ts';
import { trackRows } from '../../edge/track/run.ts';
import { AisleError } from '../../models/contract/errors.ts';
import { type MotRow, parseMot } from '../../models/contract/mot.ts';
import { DATA, HAS_DATA, readMotData } from '../calibration/lab/data.ts';
import type { BenchOptions } from './bench.ts';

interface Sequence {
  name: string;
  fps: number;
  /** Public detections, or the pictures to detect on with the default detector, each with its frame offset. */
  det: string | { input: string; frameOffset: number }[];
  /** Published MOTA and IDF1 of the peer (node-moving-things-tracker, or SORT's own README), as fractions. */
  peer?: { name: string; MOTA: number; IDF1?: number };
}

const npm = (MOTA: number, IDF1: number) => ({ name: 'npm', MOTA, IDF1 });
const sort = (MOTA: number) => ({ name: 'SORT', MOTA });
const pets = 'mot/PETS09-S2L1';

const SEQUENCES: Sequence[] = [
  { name: 'MOT17-02', fps: 30, det: 'det_DPM.txt', peer: npm(0.156, 0.228) },
  { name: 'MOT17-04', fps: 30, det: 'det_DPM.txt', peer: npm(0.324, 0.335) },
  { name: 'MOT17-05', fps: 14, det: 'det_DPM.txt', peer: npm(0.299, 0.361) },
  { name: 'MOT17-13', fps: 25, det: 'det_DPM.txt', peer: npm(0.161, 0.249) },
  { name: 'MOT17-11', fps: 30, det: 'det_DPM.txt' },
  { name: 'TUD-Campus', fps: 25, det: 'det_frcnn_sort.txt', peer: sort(0.627) },
  { name: 'KITTI-17', fps: 10, det: 'det_frcnn_sort.txt', peer: sort(0.602) },
  { name: 'TUD-Stadtmitte', fps: 25, det: 'det_frcnn_sort.txt' },
  { name: 'PETS09-S2L1', fps: 7, det: 'det_frcnn_sort.txt' },
  {
    name: 'PETS09-S2L1',
    fps: 7,
    det: [
      { input: `${pets}/video_000001-000400.mp4`, frameOffset: 0 },
      { input: `${pets}/video_000401-000795.mp4`, frameOffset: 400 },
    ],
  },
  { name: 'TUD-Stadtmitte', fps: 25, det: [{ input: 'mot/TUD-Stadtmitte/img1', frameOffset: 0 }] },
];

export const name = 'tracks';

/** Every tracker on the lab's sequences beside the published figures; the summary is of the default tracker. */
export async function run(options: BenchOptions): Promise<Record<string, number>> {
  if (!HAS_DATA) {
    throw new AisleError('NOT_FOUND', 'there is no measuring data', 'Set AISLE_DATA to its folder.');
  }
  const summary: Record<string, number> = {};
  const table: Record<string, Record<string, string | number>> = {};
  for (const sequence of SEQUENCES) {
    const gt = readMotData(`${sequence.name}/gt/gt.txt`);
    const det = await detectionsOf(sequence);
    const label = `${sequence.name} ${typeof sequence.det === 'string' ? sequence.det : 'pixels'}`;
    for (const kind of TRACKER_KINDS) {
      const { rows } = trackRows(det, { fps: sequence.fps, tracker: { kind } });
      const scores = evalTracks(gt, rows);
      table[`${label} ${kind}`] = tableRow(scores, sequence.peer);
      if (kind === TRACKER_KINDS[0]) {
        Object.assign(summary, named(label, scores));
        if (label.endsWith(' pixels')) Object.assign(summary, peopleShown(label, gt, rows));
      }
    }
  }
  Object.assign(summary, gains(summary));
  if (!options.json) {
    console.table(table);
    for (const kind of TRACKER_KINDS) console.log(kind, means(table, kind));
  }
  return summary;
}

async function detectionsOf(sequence: Sequence): Promise<MotRow[]> {
  if (typeof sequence.det === 'string') return readMotData(`${sequence.name}/det/${sequence.det}`);
  const rows: MotRow[] = [];
  for (const { input, frameOffset } of sequence.det) {
    const path = resolve(DATA, input);
    if (!existsSync(path)) throw new AisleError('NOT_FOUND', `${path} is missing`, 'Set AISLE_DATA to its folder.');
    const found = await detectFile({ input: path, model: 'auto', provider: 'auto', minScore: 0.05, frameOffset });
    rows.push(...parseMot(found.rows.join('\n'), input));
  }
  return rows;
}

const percent = (fraction: number) => Math.round(fraction * 1000) / 10;

function tableRow(scores: TrackScores, peer: Sequence['peer']): Record<string, string | number> {
  const { HOTA, IDF1, MOTA, IDSW, FP, FN } = scores;
  const row = { HOTA: percent(HOTA), IDF1: percent(IDF1), MOTA: percent(MOTA), IDSW, FP, FN };
  if (peer === undefined) return row;
  const { IDF1: peerIdf1 } = peer;
  return {
    ...row,
    peer: peer.name,
    peerIDF1: peerIdf1 === undefined ? '' : percent(peerIdf1),
    peerMOTA: percent(peer.MOTA),
  };
}

function named(label: string, { HOTA, IDF1, MOTA }: TrackScores): Record<string, number> {
  return { [`${label} HOTA`]: HOTA, [`${label} IDF1`]: IDF1, [`${label} MOTA`]: MOTA };
}

/** How many people the tracker shows in a frame against how many there are. */
function peopleShown(label: string, gt: readonly MotRow[], rows: readonly MotRow[]): Record<string, number> {
  const people = new Map<number, { there: number; shown: number }>();
  const at = (frame: number) => {
    const entry = people.get(frame) ?? { there: 0, shown: 0 };
    people.set(frame, entry);
    return entry;
  };
  for (const { frame } of gt) at(frame).there++;
  for (const { frame } of rows) at(frame).shown++;
  const frames = [...people.values()];
  const mean = (of: (f: { there: number; shown: number }) => number) =>
    frames.reduce((sum, f) => sum + of(f), 0) / frames.length;
  return {
    [`${label} peopleShown`]: mean((f) => f.shown),
    [`${label} peopleThere`]: mean((f) => f.there),
    [`${label} peopleError`]: mean((f) => Math.abs(f.shown - f.there)),
  };
}

/** Mean gain over npm's tracker on its four published sequences. */
function gains(summary: Record<string, number>): Record<string, number> {
  const published = SEQUENCES.filter((s) => s.peer?.IDF1 !== undefined);
  const gain = (key: 'IDF1' | 'MOTA') =>
    published.map((s) => summary[`${s.name} ${s.det} ${key}`] - (s.peer?.[key] ?? Number.NaN));
  const mean = (values: number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;
  return {
    idf1Gain: mean(gain('IDF1')),
    idf1GainLeast: Math.min(...gain('IDF1')),
    motaGain: mean(gain('MOTA')),
    motaGainLeast: Math.min(...gain('MOTA')),
  };
}

function means(table: Record<string, Record<string, string | number>>, kind: TrackerKind): Record<string, number> {
  const rows = Object.entries(table).filter(([label]) => label.endsWith(` ${kind}`));
  const mean = (key: string) =>
    Math.round((rows.reduce((sum, [, row]) => sum + Number(row[key]), 0) / rows.length) * 10) / 10;
  return { HOTA: mean('HOTA'), IDF1: mean('IDF1'), MOTA: mean('MOTA') };
}
