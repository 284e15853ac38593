import type { Note } from '../../models/contract/notes.ts';
import { NoteLine } from './note-line.tsx';
import '../styles/views.css';
import '../styles/rows.css';
import '../styles/news.css';

/** What the bands of a chart mean, in words. */
export function ChartNotes({ notes, timeZone }: { notes: readonly Note[]; timeZone: string }) {
  return (
    <ul class="note-lines chart-notes" data-testid="chart-notes" aria-label="Notes in this time">
      {notes.map((it) => (
        <NoteLine key={it.id} note={it} timeZone={timeZone} />
      ))}
    </ul>
  );
}
