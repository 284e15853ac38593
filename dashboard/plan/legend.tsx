import type { Heat } from '../../models/contract/api/heat.ts';
import { DASH, figure, personTime } from '../format.ts';
import { isHeatKnown } from './heat.ts';
import { rampGradient, type Scheme } from './ramp.ts';
import { heatShare, heatTicks } from './scale.ts';

interface Props {
  heat: Heat;
  max: number;
  scheme: Scheme;
}

/** What the colours mean, in units; and what is not in them. */
export function Legend({ heat, max, scheme }: Props) {
  const known = isHeatKnown(heat);
  const { unplaced, suppressedCells, k } = heat;
  return (
    <div class="legend" data-testid="legend">
      <div class="legend-scale">
        <span class="legend-title">person-seconds per m²</span>
        {max > 0 ? (
          <div
            class="legend-ramp"
            role="img"
            aria-label={`Colour scale from 0 to ${figure(max)} person-seconds per m²`}
          >
            <div class="legend-bar" style={{ background: rampGradient(scheme) }} />
            {heatTicks(max).map((tick) => (
              <span key={tick} class="legend-tick" style={{ left: `${heatShare(tick, max) * 100}%` }}>
                {figure(tick)}
              </span>
            ))}
          </div>
        ) : (
          <p data-testid="heat-unknown">
            {known
              ? 'Nobody was seen in this range.'
              : 'Not known: no node has reported figures of this range. That is not the same as nobody there.'}
          </p>
        )}
      </div>
      <ul class="legend-notes">
        <li hidden={!known}>
          <strong data-testid="heat-total" data-value={known ? heat.totalPersonS : ''}>
            {known ? personTime(heat.totalPersonS) : DASH}
          </strong>{' '}
          in all
        </li>
        {suppressedCells > 0 && (
          <li data-testid="suppressed">
            <span class="hatch" aria-hidden="true" />
            {suppressedCells} cells withheld: fewer than {k} visits each, or none, so that nobody can be singled out
          </li>
        )}
        {unplaced !== null && unplaced.personS > 0 && (
          <li>
            {personTime(unplaced.personS)} of {unplaced.visits} visits are in the total but not on the plan: too few
            visits in their cells
          </li>
        )}
      </ul>
    </div>
  );
}
