import type { StoreDetail } from '../../models/contract/api/stores.ts';

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
            // SVG knows the attribute in lower case only.
            tabindex={0}
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
