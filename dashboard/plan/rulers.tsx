import { rulerStepM, scaleBarM } from './scale.ts';

interface Props {
  widthM: number;
  heightM: number;
  pxPerM: number;
}

const steps = (lengthM: number, stepM: number): number[] =>
  Array.from({ length: Math.floor(lengthM / stepM + 1e-9) + 1 }, (_, i) => i * stepM);
const metres = (m: number): string => String(Number(m.toFixed(2)));

/** The metre grid under the heat layer. */
export function FloorGrid({ widthM, heightM, pxPerM }: Props) {
  const stepM = rulerStepM(pxPerM, 40);
  const [width, height] = [widthM * pxPerM, heightM * pxPerM];
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a group of shapes cannot be focused
    <g class="floor-grid" aria-hidden="true">
      {steps(widthM, stepM).map((m) => (
        <line key={`x${m}`} x1={m * pxPerM} x2={m * pxPerM} y1={0} y2={height} />
      ))}
      {steps(heightM, stepM).map((m) => (
        <line key={`y${m}`} x1={0} x2={width} y1={m * pxPerM} y2={m * pxPerM} />
      ))}
      <rect width={width} height={height} class="floor-edge" />
    </g>
  );
}

/** Metres along the plan's upper and left edge. */
export function Rulers({ widthM, heightM, pxPerM }: Props) {
  const stepM = rulerStepM(pxPerM, 40);
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a group of shapes cannot be focused
    <g class="rulers" aria-hidden="true">
      {steps(widthM, stepM).map((m) => (
        <text key={`x${m}`} x={m * pxPerM} y={-6} text-anchor="middle">
          {metres(m)}
        </text>
      ))}
      {steps(heightM, stepM)
        .slice(1)
        .map((m) => (
          <text key={`y${m}`} x={-6} y={m * pxPerM + 4} text-anchor="end">
            {metres(m)}
          </text>
        ))}
    </g>
  );
}

/** A bar of a round number of metres. */
export function ScaleBar({ pxPerM }: { pxPerM: number }) {
  const lengthM = scaleBarM(pxPerM, 140);
  return (
    <span class="scale-bar">
      <span style={{ width: `${lengthM * pxPerM}px` }} aria-hidden="true" />
      {metres(lengthM)} m
    </span>
  );
}
