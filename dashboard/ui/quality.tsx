import { percent } from '../format.ts';

export type Quality = 'good' | 'partial' | 'poor' | 'unknown';

/** How far a figure is to be trusted, by the share of the time that was really seen. */
function qualityOf(coverage: number | null | undefined): Quality {
  if (coverage == null) return 'unknown';
  if (coverage >= 0.95) return 'good';
  return coverage >= 0.7 ? 'partial' : 'poor';
}

const meaning: Record<Quality, string> = {
  good: 'Seen nearly all the time.',
  partial: 'Part of the time was not seen: the true figure is likely higher. Counts are not scaled up.',
  poor: 'Much of the time was not seen: read the figure as a lower bound. Counts are not scaled up.',
  unknown: 'No camera reported, so nothing is known.',
};

interface Props {
  coverage: number | null | undefined;
  /** Only the mark and the share, for tables. */
  short?: boolean;
}

/** The data-quality mark beside every figure: told by shape and words, not by colour alone. */
export function QualityMark({ coverage, short = false }: Props) {
  const quality = qualityOf(coverage);
  const share = coverage == null ? 'not known' : `${short ? '' : 'seen '}${percent(coverage)}`;
  return (
    <span class={`quality quality-${quality}`} title={meaning[quality]} data-coverage={coverage ?? ''}>
      <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
        <circle cx="6" cy="6" r="4.75" class="quality-ring" />
        {quality === 'good' && <circle cx="6" cy="6" r="4.75" class="quality-fill" />}
        {quality === 'partial' && <path d="M6 1.25a4.75 4.75 0 0 1 0 9.5z" class="quality-fill" />}
        {quality === 'poor' && <path d="M6 6V1.25A4.75 4.75 0 0 1 10.75 6z" class="quality-fill" />}
      </svg>
      {share}
      {coverage != null && !short && ' of the time'}
    </span>
  );
}
