import type { Note, NoteHistory } from '../../models/contract/notes.ts';
import { clock, dayName } from '../format.ts';
import { browserZone } from '../time/zone.ts';
import { useAnswer } from '../ui/answer.ts';
import { Loaded } from '../ui/card.tsx';
import { effectWords, kindWords, spanWords } from './words.ts';

interface Props {
  note: Note;
  store: string;
  timeZone: string;
}

/** Every revision of a note: nothing is overwritten. Who and when is by the clock on the reader's wall. */
export function NoteHistoryList({ note, store, timeZone }: Props) {
  const url = `/api/v1/stores/${encodeURIComponent(store)}/notes/${note.id}/history`;
  const [resource, again] = useAnswer<NoteHistory>(url, note.revision);
  const wall = browserZone();
  return (
    <div class="history" data-testid="note-history">
      <Loaded resource={resource} onRetry={again}>
        {({ revisions }) => (
          <ol>
            {revisions.map((it, i) => (
              <li key={it.revision}>
                <small class="muted">
                  {dayName(Date.parse(it.at), wall)}, {clock(Date.parse(it.at), wall)}, {it.by || 'the system'}
                </small>{' '}
                {it.withdrawn ? 'withdrew it' : i === 0 ? 'wrote' : 'changed it to'}
                {!it.withdrawn && (
                  <>
                    : <b>{kindWords[it.kind]}</b>, {spanWords(it, timeZone)}, “{it.text}” (
                    {effectWords[it.effect].toLowerCase()})
                  </>
                )}
              </li>
            ))}
          </ol>
        )}
      </Loaded>
    </div>
  );
}
