import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Heat } from '../../models/contract/api/heat.ts';
import { personTime } from '../format.ts';
import { cellPixels, paintHeat } from './heat.ts';
import type { Scheme } from './ramp.ts';

interface Props {
  heat: Heat;
  max: number;
  scheme: Scheme;
  pxPerM: number;
}

/** The heat layer: one canvas under the plan. `data-redraw-ms` tells how long its last painting took. */
export function HeatCanvas({ heat, max, scheme, pxPerM }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const image = useRef<ImageData>(undefined);
  const widthPx = heat.columns * heat.cellM * pxPerM;
  const cellPx = cellPixels(heat, widthPx * Math.min(3, globalThis.devicePixelRatio || 1));
  const width = heat.columns * cellPx;
  const height = heat.rows * cellPx;

  useLayoutEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (!element || !context) return;
    const beganMs = performance.now();
    if (image.current?.width !== width || image.current.height !== height) image.current = new ImageData(width, height);
    paintHeat(heat, max, scheme, cellPx, new Uint32Array(image.current.data.buffer));
    context.putImageData(image.current, 0, 0);
    element.dataset.redrawMs = (performance.now() - beganMs).toFixed(2);
    performance.measure('heat-redraw', { start: beganMs, end: performance.now() });
  }, [heat, max, scheme, cellPx, width, height]);

  const withheld = heat.suppressedCells > 0 ? ` ${heat.suppressedCells} cells are withheld.` : '';
  return (
    <canvas
      ref={canvas}
      class="heat"
      role="img"
      data-testid="heat-canvas"
      width={width}
      height={height}
      style={{ width: `${widthPx}px`, height: `${heat.rows * heat.cellM * pxPerM}px` }}
      aria-label={`Heat map: ${personTime(heat.totalPersonS)} (${heat.totalPersonS.toFixed(1)} s) on the floor.${withheld}`}
    />
  );
}
