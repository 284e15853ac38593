import type { StoreDetail } from '../../models/contract/api/stores.ts';
import { type Box, clamp, firstClear, textWidth, zonePlaces } from './labels.ts';
import { labelPoint } from './shape.ts';

const HEIGHT_PX = 22;

interface Props {
  zones: StoreDetail['zones'];
  pxPerM: number;
  widthPx: number;
  heightPx: number;
  occupancy: Map<string, number>;
  /** What is already written on the plan. */
  taken: Box[];
}

interface Placed {
  id: string;
  name: string | undefined;
  inside: number | undefined;
  badgePx: number;
  box: Box;
}

/** Names and live occupancy. Where a name has no room the count stands alone; the table has both. */
export function ZoneLabels(props: Props) {
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a group of shapes cannot be focused
    <g class="zone-labels" aria-hidden="true">
      {place(props).map(({ id, name, inside, badgePx, box }) => (
        <g key={id} transform={`translate(${Math.round(box.x)} ${Math.round(box.y)})`}>
          <rect width={box.width} height={HEIGHT_PX} rx="11" class="label-ground" />
          {name !== undefined && (
            <text x={(box.width - badgePx) / 2 + (badgePx > 0 ? 2 : 0)} y="15.5" class="label-name">
              {name}
            </text>
          )}
          {inside !== undefined && (
            <g class={inside > 0 ? 'badge badge-some' : 'badge'}>
              <rect x={box.width - badgePx} width={badgePx} height={HEIGHT_PX} rx="11" />
              <text x={box.width - badgePx / 2} y="15.5">
                {inside}
              </text>
            </g>
          )}
        </g>
      ))}
    </g>
  );
}

function place({ zones, pxPerM, widthPx, heightPx, occupancy, taken }: Props): Placed[] {
  const all = [...taken];
  const placed: Placed[] = [];
  for (const zone of zones) {
    const xs = zone.polygon.map((it) => it[0] * pxPerM);
    const ys = zone.polygon.map((it) => it[1] * pxPerM);
    const [x, y] = [Math.min(...xs), Math.min(...ys)];
    const bounds = { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
    const [xM, yM] = labelPoint(zone.polygon);
    const inside = occupancy.get(zone.id);
    const badgePx = inside === undefined ? 0 : Math.max(HEIGHT_PX, textWidth(String(inside)) + 13);
    const roomFor = (width: number): Box | undefined => {
      const places = zonePlaces(bounds, [xM * pxPerM, yM * pxPerM], width, HEIGHT_PX);
      return firstClear(
        places.map((it) => clamp(it, widthPx, heightPx)),
        all,
      );
    };
    const fullPx = textWidth(zone.name) + 16 + badgePx;
    // A name may stick out a little, as on a map; not as far as to seem another zone's.
    const named = fullPx <= bounds.width + 24 ? roomFor(fullPx) : undefined;
    const box = named ?? (badgePx > 0 ? roomFor(badgePx) : undefined);
    if (!box) continue;
    all.push(box);
    placed.push({ id: zone.id, name: named && zone.name, inside, badgePx, box });
  }
  return placed;
}
