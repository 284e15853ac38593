import uPlot from 'uplot';
import { gaps, type Series } from './series.ts';

export interface ChartLook {
  ink: string;
  muted: string;
  grid: string;
  first: string;
  second: string;
  hatch: string;
  note: string;
  font: string;
}

/** The chart's colours from the page's tokens, so that light and dark have one source. */
export function lookOf(element: HTMLElement): ChartLook {
  const style = getComputedStyle(element);
  const token = (name: string): string => style.getPropertyValue(name).trim();
  return {
    ink: token('--ink'),
    muted: token('--muted'),
    grid: token('--line'),
    first: token('--series-1'),
    second: token('--series-2'),
    hatch: token('--hatch'),
    note: token('--note'),
    font: `12px ${style.fontFamily}`,
  };
}

/** A stretch that a note marks. Times in UTC seconds. */
export interface Band {
  fromS: number;
  toS: number;
}

interface Options {
  widthPx: number;
  heightPx: number;
  timeZone: string;
  look: ChartLook;
  kind: 'bars' | 'steps';
  onCursor: (index: number | undefined) => void;
}

export const columns = (series: Series): uPlot.AlignedData => [series.startS, series.first, series.second];

export function options(current: () => Series, bands: () => readonly Band[], it: Options): uPlot.Options {
  const { look, kind } = it;
  const paths =
    kind === 'bars' ? [bars(-1), bars(1)] : [uPlot.paths.stepped!({ align: 1 }), uPlot.paths.stepped!({ align: 1 })];
  const axis = { stroke: look.muted, font: look.font, grid: { stroke: look.grid, width: 1 }, ticks: { show: false } };
  return {
    width: it.widthPx,
    height: it.heightPx,
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), it.timeZone),
    legend: { show: false },
    cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
    scales: {
      x: { time: true, range: () => xRange(current()) },
      y: { range: (_, __, max) => [0, Math.max(1, max * 1.1)] },
    },
    axes: [
      { ...axis, grid: { show: false }, values: CLOCK },
      {
        ...axis,
        size: 36,
        incrs: kind === 'bars' ? [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000] : undefined,
      },
    ],
    series: [
      {},
      {
        stroke: look.first,
        fill: kind === 'bars' ? look.first : undefined,
        width: kind === 'bars' ? 0 : 2,
        paths: paths[0],
        points: { show: false },
      },
      {
        stroke: look.second,
        fill: kind === 'bars' ? look.second : undefined,
        width: kind === 'bars' ? 0 : 1,
        paths: paths[1],
        points: { show: false },
      },
    ],
    hooks: {
      drawClear: [
        (plot) => drawBands(plot, current(), bands(), look.note),
        (plot) => drawUnseen(plot, current(), look.hatch),
      ],
      setCursor: [(plot) => it.onCursor(plot.cursor.idx ?? undefined)],
    },
  };
}

/** 24-hour labels; the day where it changes. */
const CLOCK: uPlot.Axis.Values = [
  [86_400, '{D} {MMM}', null, null, null, null, null, null, 1],
  [3600, '{HH}:{mm}', '\n{D} {MMM}', null, '\n{D} {MMM}', null, null, null, 1],
  [60, '{HH}:{mm}', '\n{D} {MMM}', null, '\n{D} {MMM}', null, null, null, 1],
  [1, '{HH}:{mm}:{ss}', '\n{D} {MMM}', null, '\n{D} {MMM}', null, null, null, 1],
];

/** Two bars side by side in each bucket: the first to the left of its middle, the second to the right. */
function bars(side: -1 | 1): uPlot.Series.PathBuilder {
  return (plot, seriesIdx, from, to) => {
    const { startS, endS } = currentOf(plot);
    const values = plot.data[seriesIdx];
    const path = new Path2D();
    const zero = plot.valToPos(0, 'y', true);
    for (let i = from; i <= to; i++) {
      const value = values[i];
      if (value == null || value === 0) continue;
      const lengthS = endS[i] - startS[i];
      const left = plot.valToPos(startS[i] + lengthS * (side < 0 ? 0.12 : 0.51), 'x', true);
      const right = plot.valToPos(startS[i] + lengthS * (side < 0 ? 0.49 : 0.88), 'x', true);
      const top = plot.valToPos(value, 'y', true);
      path.rect(left, top, Math.max(1, right - left), zero - top);
    }
    return { fill: path, stroke: null, clip: null, band: null, gaps: null, flags: 0 } as unknown as uPlot.Series.Paths;
  };
}

const seriesOf = new WeakMap<uPlot, () => Series>();
export const remember = (plot: uPlot, current: () => Series): void => void seriesOf.set(plot, current);
const currentOf = (plot: uPlot): Series =>
  seriesOf.get(plot)?.() ?? { startS: [], endS: [], first: [], second: [], coverage: [] };

const xRange = ({ startS, endS }: Series): [number, number] =>
  startS.length === 0 ? [0, 1] : [startS[0], endS.at(-1)!];

/** Shades what notes mark, with a bar along the top that shows also where the shade lies under bars. */
function drawBands(plot: uPlot, series: Series, bands: readonly Band[], colour: string): void {
  const { ctx } = plot;
  const { top, height } = plot.bbox;
  const [first, last] = xRange(series);
  ctx.save();
  ctx.fillStyle = colour;
  for (const { fromS, toS } of bands) {
    const left = plot.valToPos(Math.max(first, fromS), 'x', true);
    const width = Math.max(2 * devicePixelRatio, plot.valToPos(Math.min(last, toS), 'x', true) - left);
    if (toS <= first || fromS >= last) continue;
    ctx.globalAlpha = 0.16;
    ctx.fillRect(left, top, width, height);
    ctx.globalAlpha = 1;
    ctx.fillRect(left, top, width, 4 * devicePixelRatio);
  }
  ctx.restore();
}

/**
 * Hatches what was not seen, so that it cannot be read as zero: a gap from top to bottom, a bucket that was seen in part
 * from the top as far as its unseen share.
 */
function drawUnseen(plot: uPlot, series: Series, colour: string): void {
  const { ctx } = plot;
  const { top, height } = plot.bbox;
  ctx.save();
  ctx.strokeStyle = colour;
  ctx.lineWidth = devicePixelRatio;
  for (const [from, to] of gaps(series)) hatch(plot, from, to, top, height);
  for (const [i, share] of series.coverage.entries()) {
    if (share === null || share >= 0.95 || series.first[i] === null) continue;
    hatch(plot, series.startS[i], series.endS[i], top, height * (1 - share));
  }
  ctx.restore();
}

function hatch(plot: uPlot, from: number, to: number, top: number, height: number): void {
  const { ctx } = plot;
  const left = plot.valToPos(from, 'x', true);
  const right = plot.valToPos(to, 'x', true);
  const period = 7 * devicePixelRatio;
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, top, right - left, height);
  ctx.clip();
  ctx.beginPath();
  // Strokes stand on one raster from the plot's top, so that neighbours join.
  for (let x = Math.floor(left / period) * period; x < right + height; x += period) {
    ctx.moveTo(x, top);
    ctx.lineTo(x - height, top + height);
  }
  ctx.stroke();
  ctx.restore();
}
