import type { StoreDetail } from '../../models/contract/api.ts';
import { labelPoint } from './shape.ts';

type Zone = StoreDetail['zones'][number];

interface Props {
  zones: Zone[];
  pxPerM: number;
  occupancy: Map<string, number>;
  selected: string | undefined;
  hovered: string | undefined;
  onHover: (zone: string | undefined) => void;
  onSelect: (zone: string | undefined) => void;
}

/** The zones' outlines; each can be reached and chosen with the keyboard. */
export function Zones({ zones, pxPerM, occupancy, selected, hovered, onHover, onSelect }: Props) {
  const choose = (zone: string): void => onSelect(zone === selected ? undefined : zone);
  return (
    <g class="zones">
      {zones.map((zone) => {
        const inside = occupancy.get(zone.id);
        const points = zone.polygon.map(([x, y]) => `${x * pxPerM},${y * pxPerM}`).join(' ');
        const state = `${zone.id === selected ? 'is-selected' : ''} ${zone.id === hovered ? 'is-hovered' : ''}`;
        return (
          // biome-ignore lint/a11y/useSemanticElements: an HTML button cannot be a shape inside an SVG
          <g
            key={zone.id}
            class={`zone zone-${zone.kind} ${state}`}
            role="button"
            tabIndex={0}
            aria-pressed={zone.id === selected}
            aria-label={`Zone ${zone.name}, ${zone.kind}${inside === undefined ? '' : `, ${inside} inside now`}`}
            data-testid={`plan-zone-${zone.id}`}
            onClick={() => choose(zone.id)}
            onFocus={() => onHover(zone.id)}
            onBlur={() => onHover(undefined)}
            onKeyDown={(event: KeyboardEvent) => {
              if (event.key !== 'Enter' && event.key !== ' ') return;
              event.preventDefault();
              choose(zone.id);
            }}
          >
            <polygon points={points} class="zone-halo" />
            <polygon points={points} class="zone-edge" />
          </g>
        );
      })}
    </g>
  );
}

/** Names and live occupancy; drawn last, so that nothing covers them. Where a name has no room, the count stands alone. */
export function ZoneLabels({ zones, pxPerM, occupancy }: Pick<Props, 'zones' | 'pxPerM' | 'occupancy'>) {
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a group of shapes cannot be focused
    <g class="zone-labels" aria-hidden="true">
      {zones.map((zone) => {
        const xs = zone.polygon.map((it) => it[0]);
        const roomPx = (Math.max(...xs) - Math.min(...xs)) * pxPerM - 8;
        const [x, y] = labelPoint(zone.polygon);
        const inside = occupancy.get(zone.id);
        const nameWidth = zone.name.length * 6.6 + 14;
        const badge = inside === undefined ? 0 : 14 + String(inside).length * 7;
        const named = nameWidth + badge <= roomPx;
        const width = (named ? nameWidth : 0) + badge;
        if (width === 0) return null;
        return (
          <g
            key={zone.id}
            transform={`translate(${Math.round(x * pxPerM - width / 2)} ${Math.round(y * pxPerM - 11)})`}
          >
            <rect width={width} height="22" rx="11" class="label-ground" />
            {named && (
              <text x={badge === 0 ? width / 2 : nameWidth / 2 + 2} y="15" class="label-name">
                {zone.name}
              </text>
            )}
            {inside !== undefined && (
              <g class={inside > 0 ? 'badge badge-some' : 'badge'}>
                <rect x={width - badge} width={badge} height="22" rx="11" />
                <text x={width - badge / 2} y="15.5">
                  {inside}
                </text>
              </g>
            )}
          </g>
        );
      })}
    </g>
  );
}
