import type { StoreDetail, Traffic } from '../../models/contract/api.ts';
import { count } from '../format.ts';
import { inwards } from './shape.ts';

type Line = StoreDetail['lines'][number];

interface Props {
  lines: Line[];
  totals: Traffic | undefined;
  pxPerM: number;
}

const ARROW_PX = 26;

/** The counted lines with an arrow each way and what crossed in the chosen range. */
export function Lines({ lines, totals, pxPerM }: Props) {
  return (
    <g class="lines">
      {lines.map((line) => {
        const figures = totals?.points.find((it) => it.line === line.id);
        const [x1, y1] = [line.from[0] * pxPerM, line.from[1] * pxPerM];
        const [x2, y2] = [line.to[0] * pxPerM, line.to[1] * pxPerM];
        const [nx, ny] = inwards(line);
        const label = `Line ${line.name}, ${line.role}: ${count(figures?.in)} in, ${count(figures?.out)} out`;
        return (
          // biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: a group of shapes is not interactive
          <g key={line.id} class={`line line-${line.role}`} role="img" aria-label={label}>
            <title>{label}</title>
            <line x1={x1} y1={y1} x2={x2} y2={y2} class="line-halo" />
            <line x1={x1} y1={y1} x2={x2} y2={y2} class="line-stroke" />
            <circle cx={x1} cy={y1} r="3.5" class="line-end" />
            <circle cx={x2} cy={y2} r="3.5" class="line-end" />
            <Arrow
              x={x1 + (x2 - x1) * 0.36}
              y={y1 + (y2 - y1) * 0.36}
              nx={nx}
              ny={ny}
              text={count(figures?.in)}
              way="in"
            />
            <Arrow
              x={x1 + (x2 - x1) * 0.64}
              y={y1 + (y2 - y1) * 0.64}
              nx={-nx}
              ny={-ny}
              text={count(figures?.out)}
              way="out"
            />
          </g>
        );
      })}
    </g>
  );
}

interface ArrowProps {
  x: number;
  y: number;
  nx: number;
  ny: number;
  text: string;
  way: 'in' | 'out';
}

function Arrow({ x, y, nx, ny, text, way }: ArrowProps) {
  const [tipX, tipY] = [x + nx * ARROW_PX, y + ny * ARROW_PX];
  const [baseX, baseY] = [tipX - nx * 9, tipY - ny * 9];
  const wings = `${baseX - ny * 5.5},${baseY + nx * 5.5} ${tipX},${tipY} ${baseX + ny * 5.5},${baseY - nx * 5.5}`;
  const label = `${text} ${way}`;
  const width = label.length * 6.4 + 12;
  // The label stands beyond the tip, clear of the arrow on either side.
  const [lx, ly] = [tipX + nx * (width / 2 + 4), tipY + ny * 14];
  return (
    <g class={`arrow arrow-${way}`}>
      <line x1={x} y1={y} x2={baseX} y2={baseY} class="arrow-halo" />
      <polygon points={wings} class="arrow-halo" />
      <line x1={x} y1={y} x2={baseX} y2={baseY} class="arrow-shaft" />
      <polygon points={wings} class="arrow-tip" />
      <rect x={lx - width / 2} y={ly - 10} width={width} height="20" rx="4" class="label-ground" />
      <text x={lx} y={ly + 4} class="label-count">
        {label}
      </text>
    </g>
  );
}
