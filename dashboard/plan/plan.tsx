import { useState } from 'preact/hooks';
import type { StoreDetail } from '../../models/contract/api/stores.ts';
import { rangeLabel } from '../format.ts';
import type { PageState } from '../state.ts';
import { occupancyNow } from '../today/figures.ts';
import { Card, Loaded } from '../ui/card.tsx';
import { useScheme, useSize } from '../ui/media.ts';
import { QualityMark } from '../ui/quality.tsx';
import { heatMax, isHeatKnown } from './heat.ts';
import { HeatCanvas } from './heat-canvas.tsx';
import { Legend } from './legend.tsx';
import { Lines, planLines } from './lines.tsx';
import { cellByKey, cellReadout, cellUnder, zoneReadout } from './readout.ts';
import { FloorGrid, Rulers, ScaleBar } from './rulers.tsx';
import { WayArrows, WaysNote } from './way-arrows.tsx';
import { ZoneLabels } from './zone-labels.tsx';
import { Zones } from './zones.tsx';

interface Props {
  state: PageState;
  nowMs: number;
  timeZone: string;
  onZone: (zone: string | undefined) => void;
  onFloor: (floor: string) => void;
  onWays: (shown: boolean) => void;
  onRetry: () => void;
}

/** The floor plan with where people walked and stayed. */
export function PlanCard({ state, nowMs, timeZone, onZone, onFloor, onWays, onRetry }: Props) {
  const { detail, heat } = state.resources;
  const floors = detail.data?.floors ?? [];
  const aside = (
    <>
      {floors.length > 1 && (
        <label class="field">
          Floor{' '}
          <select value={state.floor} onChange={(event) => onFloor(event.currentTarget.value)}>
            {floors.map((it) => (
              <option key={it.id} value={it.id}>
                {it.id}
              </option>
            ))}
          </select>
        </label>
      )}
      <button type="button" class="button toggle" aria-pressed={state.ways} onClick={() => onWays(!state.ways)}>
        Ways
      </button>
      {heat.data && <QualityMark coverage={heat.data.coverage} />}
    </>
  );
  return (
    <Card
      title="Where people walked and stayed"
      id="card-plan"
      class="plan-card"
      url={state.ways ? state.resources.ways.url : heat.url}
      busy={heat.loading}
      aside={aside}
    >
      {heat.data && <p class="card-sub muted">{rangeLabel(heat.data.from, heat.data.to, timeZone)}</p>}
      <Loaded resource={detail} tall lines={1} onRetry={onRetry}>
        {(data) => <Plan state={state} detail={data} nowMs={nowMs} onZone={onZone} onRetry={onRetry} />}
      </Loaded>
    </Card>
  );
}

const MARGIN = { left: 26, top: 20, right: 2, bottom: 2 };

interface DrawingProps extends Pick<Props, 'state' | 'nowMs' | 'onZone' | 'onRetry'> {
  detail: StoreDetail;
}

function Plan({ state, detail, nowMs, onZone, onRetry }: DrawingProps) {
  const [frame, widthPx] = useSize<HTMLDivElement>();
  const scheme = useScheme();
  const [cell, setCell] = useState<number>();
  const [zoneId, setZone] = useState<string>();
  const floor = detail.floors.find((it) => it.id === state.floor) ?? detail.floors[0];
  if (!floor) return <p class="empty">The site file has no floor.</p>;
  const pxPerM = Math.max(1, (widthPx - MARGIN.left - MARGIN.right) / floor.widthM);
  const [width, height] = [floor.widthM * pxPerM, floor.heightM * pxPerM];
  const heat = state.resources.heat.data?.floor === floor.id ? state.resources.heat.data : undefined;
  const { ways } = state.resources;
  const paths = state.ways && ways.data?.floor === floor.id ? ways.data : undefined;
  const zones = detail.zones.filter((it) => it.floor === floor.id);
  const onFloor = detail.lines.filter((it) => it.floor === floor.id);
  const lines = planLines(onFloor, state.resources.totals.data, pxPerM, width, height);
  const occupancy = occupancyNow(state, nowMs);
  const zone = zones.find((it) => it.id === zoneId);
  const figures = state.resources.zones.data?.zones.find((it) => it.zone === zoneId);
  const point = (event: PointerEvent): void => {
    const box = frame.current!.getBoundingClientRect();
    const [xM, yM] = [
      (event.clientX - box.left - MARGIN.left) / pxPerM,
      (event.clientY - box.top - MARGIN.top) / pxPerM,
    ];
    setCell(heat && cellUnder(heat, xM, yM));
    setZone((event.target as Element).closest('.zone')?.getAttribute('data-testid')?.replace('plan-zone-', ''));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = heat && cellByKey(heat, cell, event.key);
    if (event.key === 'Escape') setCell(undefined);
    if (next === undefined) return;
    event.preventDefault();
    setCell(next);
  };
  const readouts = [
    ...(zone ? [zoneReadout(zone, figures, occupancy.get(zone.id))] : []),
    ...(heat && cell !== undefined && cell < heat.personS.length ? [cellReadout(heat, cell)] : []),
  ];
  return (
    <>
      <div
        ref={frame}
        class="plan"
        style={{ height: `${height + MARGIN.top + MARGIN.bottom}px` }}
        onPointerMove={point}
        onPointerLeave={() => {
          setCell(undefined);
          setZone(undefined);
        }}
      >
        {widthPx > 0 && (
          <>
            <div
              class="plan-floor"
              style={{ left: `${MARGIN.left}px`, top: `${MARGIN.top}px`, width: `${width}px`, height: `${height}px` }}
            >
              {heat && isHeatKnown(heat) && (
                <HeatCanvas heat={heat} max={heatMax(heat)} scheme={scheme} pxPerM={pxPerM} />
              )}
            </div>
            <svg
              class="plan-drawing"
              width={width + MARGIN.left + MARGIN.right}
              height={height + MARGIN.top + MARGIN.bottom}
              role="application"
              aria-label={`Floor plan, ${floor.widthM} by ${floor.heightM} metres. Arrow keys read the heat cell by cell.`}
              // SVG knows the attribute in lower case only.
              tabindex={0}
              onKeyDown={onKeyDown}
            >
              <g transform={`translate(${MARGIN.left} ${MARGIN.top})`}>
                <FloorGrid widthM={floor.widthM} heightM={floor.heightM} pxPerM={pxPerM} />
                <Rulers widthM={floor.widthM} heightM={floor.heightM} pxPerM={pxPerM} />
                <Zones
                  zones={zones}
                  pxPerM={pxPerM}
                  occupancy={occupancy}
                  selected={state.zone}
                  hovered={zoneId}
                  onHover={setZone}
                  onSelect={onZone}
                />
                {heat && cell !== undefined && (
                  <rect
                    class="cell-cursor"
                    x={(cell % heat.columns) * heat.cellM * pxPerM}
                    y={Math.floor(cell / heat.columns) * heat.cellM * pxPerM}
                    width={heat.cellM * pxPerM}
                    height={heat.cellM * pxPerM}
                  />
                )}
                {paths && <WayArrows paths={paths} pxPerM={pxPerM} />}
                <Lines lines={lines} />
                <ZoneLabels
                  zones={zones}
                  pxPerM={pxPerM}
                  widthPx={width}
                  heightPx={height}
                  occupancy={occupancy}
                  taken={lines.flatMap((it) => it.arrows.map((arrow) => arrow.label))}
                />
              </g>
            </svg>
          </>
        )}
      </div>
      <div class="plan-under">
        <ScaleBar pxPerM={pxPerM} />
        <p class="readout" aria-live="polite" data-testid="readout">
          {readouts.length === 0 && (
            <span class="muted">Point at the plan, or use Tab and the arrow keys, to read its numbers.</span>
          )}
          {readouts.map((it) => (
            <span key={it.title}>
              <b>{it.title}</b> {it.facts.join(' · ')}
            </span>
          ))}
        </p>
      </div>
      {state.ways && <WaysNote resource={ways} pxPerM={pxPerM} />}
      <Loaded resource={state.resources.heat} lines={1} onRetry={onRetry}>
        {(data) => <Legend heat={data} max={heatMax(data)} scheme={scheme} />}
      </Loaded>
    </>
  );
}
