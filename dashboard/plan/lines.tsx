import type { StoreDetail } from '../../models/contract/api/stores.ts';
import type { Traffic } from '../../models/contract/api/traffic.ts';
import { count } from '../format.ts';
import { type Box, clamp, overlaps, textWidth } from './labels.ts';
import { inwards } from './shape.ts';

const ARROW_PX = 26;

export interface ArrowPlan {
  way: 'in' | 'out';
  from: [number, number];
  unit: [number, number];
  text: string;
  label: Box;
}
export interface LinePlan {
  id: string;
  role: string;
  label: string;
  ends: [[number, number], [number, number]];
  arrows: ArrowPlan[];
}

/** Where along its line an arrow may stand, the best place first. */
const SHARES = { in: [0.3, 0.15, 0.45, 0.05], out: [0.7, 0.85, 0.55, 0.95] };

/** The counted lines in pixels, with an arrow each way and what crossed in the chosen range; labels keep clear. */
export function planLines(
  lines: StoreDetail['lines'],
  totals: Traffic | undefined,
  pxPerM: number,
  widthPx: number,
  heightPx: number,
): LinePlan[] {
  const taken: Box[] = [];
  return lines.map((line) => {
    const figures = totals?.points.find((it) => it.line === line.id);
    const [x1, y1, x2, y2] = [...line.from, ...line.to].map((it) => it * pxPerM);
    const [nx, ny] = inwards(line);
    const arrow = (way: 'in' | 'out', n: number | null | undefined): ArrowPlan => {
      const unit: [number, number] = way === 'in' ? [nx, ny] : [-nx, -ny];
      const text = `${count(n)} ${way}`;
      const width = textWidth(text) + 10;
      const places = SHARES[way].map((share) => {
        const from: [number, number] = [x1 + (x2 - x1) * share, y1 + (y2 - y1) * share];
        // Beyond the tip, clear of the arrow on either side.
        const x = from[0] + unit[0] * (ARROW_PX + width / 2 + 3) - width / 2;
        const y = from[1] + unit[1] * (ARROW_PX + 13) - 10;
        return { from, label: clamp({ x, y, width, height: 20 }, widthPx, heightPx) };
      });
      const place = places.find(({ label }) => !taken.some((it) => overlaps(label, it))) ?? places[0];
      taken.push(place.label);
      return { way, unit, text, ...place };
    };
    return {
      id: line.id,
      role: line.role,
      label: `Line ${line.name}, ${line.role}: ${count(figures?.in)} in, ${count(figures?.out)} out`,
      ends: [
        [x1, y1],
        [x2, y2],
      ],
      arrows: [arrow('in', figures?.in), arrow('out', figures?.out)],
    };
  });
}

export function Lines({ lines }: { lines: LinePlan[] }) {
  return (
    <g class="lines">
      {lines.map(({ id, role, label, ends: [[x1, y1], [x2, y2]], arrows }) => (
        // biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: a group of shapes is not interactive
        <g key={id} class={`line line-${role}`} role="img" aria-label={label}>
          <line x1={x1} y1={y1} x2={x2} y2={y2} class="line-halo" />
          <line x1={x1} y1={y1} x2={x2} y2={y2} class="line-stroke" />
          <circle cx={x1} cy={y1} r="3.5" class="line-end" />
          <circle cx={x2} cy={y2} r="3.5" class="line-end" />
          {arrows.map((it) => (
            <Arrow key={it.way} {...it} />
          ))}
        </g>
      ))}
    </g>
  );
}

function Arrow({ way, from: [x, y], unit: [nx, ny], text, label }: ArrowPlan) {
  const [tipX, tipY] = [x + nx * ARROW_PX, y + ny * ARROW_PX];
  const [baseX, baseY] = [tipX - nx * 9, tipY - ny * 9];
  const wings = `${baseX - ny * 5.5},${baseY + nx * 5.5} ${tipX},${tipY} ${baseX + ny * 5.5},${baseY - nx * 5.5}`;
  return (
    <g class={`arrow arrow-${way}`}>
      <line x1={x} y1={y} x2={baseX} y2={baseY} class="arrow-halo" />
      <polygon points={wings} class="arrow-halo" />
      <line x1={x} y1={y} x2={baseX} y2={baseY} class="arrow-shaft" />
      <polygon points={wings} class="arrow-tip" />
      <rect {...label} rx="4" class="label-ground" />
      <text x={label.x + label.width / 2} y={label.y + 14} class="label-count">
        {text}
      </text>
    </g>
  );
}
