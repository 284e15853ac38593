import type { Queues } from '../../models/contract/api/queues.ts';

type Points = Queues['queues'][number]['points'];

/** The length of a queue over the day as lines in a box of 100 × 100, y downwards; a gap where nothing was seen. */
export interface LengthLines {
  fromMs: number;
  toMs: number;
  /** Upper end of the scale, in people. */
  top: number;
  mean: string;
  max: string;
  /** From where to where nothing is known. */
  unseen: [number, number][];
}

/**
 * From the first to the last moment that is known, without the hours before anybody waited; undefined where nothing is
 * known.
 */
export function lengthLines(points: Points): LengthLines | undefined {
  const known = (it: Points[number]): boolean => it.length.mean !== null;
  const last = points.findLastIndex(known);
  if (last < 0) return undefined;
  const firstWait = points.findIndex((it) => (it.length.max ?? 0) > 0);
  const shown = points.slice(Math.max(points.findIndex(known), firstWait - 1), last + 1);
  const startMs = (it: Points[number]): number => Date.parse(it.start);
  const endMs = (it: Points[number]): number => startMs(it) + it.seconds * 1000;
  const [fromMs, toMs] = [startMs(shown[0]), endMs(points[last])];
  const top = Math.max(1, ...shown.map((it) => it.length.max ?? 0));
  const x = (tMs: number): number => round(((tMs - fromMs) / (toMs - fromMs)) * 100);
  const steps = (of: 'mean' | 'max'): string =>
    shown
      .map((it, i) => {
        const n = it.length[of];
        if (n === null) return '';
        const y = round(100 - (n / top) * 100);
        const before = i > 0 && shown[i - 1].length[of] !== null;
        return `${before ? 'L' : 'M'}${x(startMs(it))} ${y}H${x(endMs(it))}`;
      })
      .join('');
  const unseen = shown.filter((it) => !known(it)).map((it): [number, number] => [x(startMs(it)), x(endMs(it))]);
  return { fromMs, toMs, top, mean: steps('mean'), max: steps('max'), unseen };
}

const round = (n: number): number => Math.round(n * 100) / 100;
