import type { Note } from '../../models/contract/notes.ts';
import { hrefOf } from '../route.ts';
import { effectMeaning, effectWords, kindWords, spanWords } from './words.ts';

/** A note in a line, as it stands beside figures. */
export function NoteLine({ note, timeZone }: { note: Note; timeZone: string }) {
  return (
    <li class={`note-line note-${note.effect}`} data-testid="note-line">
      <span>
        <b>{kindWords[note.kind]}</b>, {spanWords(note, timeZone)}: {note.text}{' '}
        {note.effect !== 'none' && (
          <span class="tag" title={effectMeaning[note.effect]}>
            {effectWords[note.effect]}
          </span>
        )}
      </span>
      <a class="source" href={hrefOf('notes')}>
        notes
      </a>
    </li>
  );
}
