import { useMemo } from 'preact/hooks';
import type { Paths } from '../../models/contract/api/paths.ts';
import { count } from '../format.ts';
import type { Resource } from '../state.ts';
import { blockCells, mainWays, type Way } from './ways.ts';

/** Room that an arrow needs to be read. */
const ARROW_PX = 20;
const BARB_PX = 4.5;

interface Props {
  paths: Paths;
  pxPerM: number;
}

/** Which way people went on: an arrow a cell, or for several where cells are small. The more went, the longer and darker. */
export function WayArrows({ paths, pxPerM }: Props) {
  const [faint, strong] = useMemo(() => {
    const block = blockCells(paths, pxPerM, ARROW_PX);
    const ways = mainWays(paths, block);
    const most = ways.at(-1)?.count ?? 1;
    const reachPx = (block * paths.cellM * pxPerM) / 2;
    const share = (it: Way): number => Math.sqrt(it.count / most);
    const draw = (some: Way[]): string =>
      some
        .map((it) => arrow(it.xM * pxPerM, it.yM * pxPerM, it.direction, reachPx * (0.4 + 0.45 * share(it))))
        .join('');
    return [draw(ways.filter((it) => share(it) < 0.5)), draw(ways.filter((it) => share(it) >= 0.5))];
  }, [paths, pxPerM]);
  return (
    // biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: a group of shapes is not interactive
    <g class="ways" data-testid="ways" role="img" aria-label="Arrows: the way that most people went on from each place">
      {[faint, strong].map((d, i) => (
        <g key={i === 0 ? 'faint' : 'strong'} class={i === 0 ? 'ways-faint' : ''}>
          <path class="ways-halo" d={d} />
          <path class="ways-line" d={d} />
        </g>
      ))}
    </g>
  );
}

function arrow(x: number, y: number, direction: number, halfPx: number): string {
  const turn = (direction * Math.PI) / 4;
  const [ux, uy] = [Math.sin(turn), -Math.cos(turn)];
  const [tipX, tipY] = [x + ux * halfPx, y + uy * halfPx];
  const barb = (side: 1 | -1): string =>
    `${px(tipX - BARB_PX * (ux + side * 0.75 * uy))} ${px(tipY - BARB_PX * (uy - side * 0.75 * ux))}`;
  return `M${px(x - ux * halfPx)} ${px(y - uy * halfPx)}L${px(tipX)} ${px(tipY)}M${barb(1)}L${px(tipX)} ${px(tipY)}L${barb(-1)}`;
}
const px = (n: number): string => n.toFixed(1);

/** What the arrows mean, and what is not in them. */
export function WaysNote({ resource, pxPerM }: { resource: Resource<Paths>; pxPerM: number }) {
  const { data, fault } = resource;
  if (!data) return <p class="ways-note">{fault ? 'The ways could not be fetched.' : 'Fetching the ways…'}</p>;
  const block = blockCells(data, pxPerM, ARROW_PX);
  const of = block === 1 ? 'cell' : `${block} × ${block} cells`;
  const shown = data.cells.filter(({ directions }) => directions !== null).length;
  return (
    <p class="ways-note" data-testid="ways-note">
      {shown > 0 && `Arrows: the way that most people went on, one for each ${of}. `}
      {data.latest === null && 'Ways are not known: no node has reported any of this range. '}
      {data.latest !== null &&
        data.cells.length === 0 &&
        data.suppressedCells === 0 &&
        'No ways were reported of this range. '}
      {data.suppressedCells > 0 &&
        `${count(data.suppressedCells)} cells are withheld: fewer than ${data.k} people left them one way, or nobody.`}
    </p>
  );
}
