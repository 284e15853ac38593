import type { Note } from '../../models/contract/notes.ts';
import { clock, dayName } from '../format.ts';

export const kindWords: Record<Note['kind'], string> = {
  drill: 'Fire drill',
  blocked: 'Camera blocked',
  refit: 'Refit',
  closure: 'Closed',
  event: 'Event',
  weather: 'Weather',
  other: 'Other',
};
export const effectWords: Record<Note['effect'], string> = {
  none: 'No figure changes',
  baselines: 'Not compared with',
  figures: 'Counts as not seen',
};
export const effectMeaning: Record<Note['effect'], string> = {
  none: 'The note only stands beside the figures.',
  baselines:
    'The figures stay. The days that it touches are not what later days are compared with, and no model learns from them.',
  figures:
    'Besides, the time counts as not seen: every figure is given anew without it, and charts show a gap. Nothing is deleted; when the note is withdrawn the figures are back.',
};

/** When a note begins and ends, in the store's time. */
export function spanWords({ from, to }: Pick<Note, 'from' | 'to'>, timeZone: string): string {
  const [a, b] = [Date.parse(from), Date.parse(to)];
  const last = dayName(b, timeZone);
  const sameDay = dayName(a, timeZone) === last;
  const end = clock(b, timeZone);
  const midnight = end === '00:00' && dayName(b - 1, timeZone) === dayName(a, timeZone);
  if (sameDay || midnight) return `${dayName(a, timeZone)}, ${clock(a, timeZone)}–${midnight ? '24:00' : end}`;
  return `${dayName(a, timeZone)}, ${clock(a, timeZone)} – ${last}, ${end}`;
}
