import { useState } from 'preact/hooks';
import type { Note, Notes } from '../../models/contract/notes.ts';
import { startOfDay } from '../time/zone.ts';
import { useAction } from '../ui/action.ts';
import { useAnswer } from '../ui/answer.ts';
import { Card, FaultBox, Loaded } from '../ui/card.tsx';
import { Confirm } from '../ui/form.tsx';
import { View, type ViewProps } from '../ui/view.tsx';
import { NoteForm } from './note-form.tsx';
import { NoteHistoryList } from './note-history.tsx';
import { effectMeaning, effectWords, kindWords, spanWords } from './words.ts';

/** Days back that the list goes; the gateway gives at most 400 at once, and what is to come belongs to it. */
const BACK = { month: 31, year: 366 } as const;
const AHEAD_DAYS = 30;

/** Marks on stretches of time: what they say, what they do, and who wrote them. */
export function NotesView(props: ViewProps) {
  const { store, timeZone, nowMs, may, onFigures } = props;
  const [back, setBack] = useState<keyof typeof BACK>('month');
  const [adding, setAdding] = useState(false);
  const [said, setSaid] = useState<{ text: string; note?: Note }>({ text: '' });
  const day = (n: number): string => new Date(startOfDay(nowMs, timeZone, n)).toISOString();
  const url = `/api/v1/stores/${encodeURIComponent(store)}/notes?${new URLSearchParams({ from: day(-BACK[back]), to: day(AHEAD_DAYS) })}`;
  const [resource, again] = useAnswer<Notes>(url);
  const change = (text: string, note?: Note): void => {
    setAdding(false);
    setSaid({ text, note });
    again();
    onFigures();
  };
  return (
    <View
      title="Notes"
      lead="What a figure does not tell by itself: a drill, a blocked camera, a refit. A note marks the time, and can take it out of what days are compared with, or out of the figures."
      aside={
        <>
          <label class="field">
            Show{' '}
            <select value={back} onChange={(event) => setBack(event.currentTarget.value as keyof typeof BACK)}>
              <option value="month">the last month</option>
              <option value="year">the last year</option>
            </select>
          </label>
          {may('act') && !adding && (
            <button type="button" class="button button-main" onClick={() => setAdding(true)}>
              Add a note
            </button>
          )}
        </>
      }
    >
      {adding && (
        <NoteForm {...props} onDone={(note) => change('The note is added.', note)} onCancel={() => setAdding(false)} />
      )}
      <p class="done" role="status">
        {said.text}
      </p>
      {said.note?.withdrawn && <NoteHistoryList note={said.note} store={store} timeZone={timeZone} />}
      <Card title="Notes, the newest first" id="note-list" url={resource.url} busy={resource.loading}>
        <Loaded resource={resource} onRetry={again}>
          {({ notes }) =>
            notes.length === 0 ? (
              <p class="empty">No note touches this time.</p>
            ) : (
              <ul class="rows">
                {[...notes].reverse().map((it) => (
                  <NoteRow key={it.id} {...props} note={it} onChange={change} />
                ))}
              </ul>
            )
          }
        </Loaded>
      </Card>
    </View>
  );
}

function NoteRow({
  note,
  onChange,
  ...props
}: ViewProps & { note: Note; onChange: (text: string, note: Note) => void }) {
  const { store, timeZone, keeper, may } = props;
  const [open, setOpen] = useState<'form' | 'history'>();
  const action = useAction();
  const withdraw = async (): Promise<void> => {
    const url = `/api/v1/stores/${encodeURIComponent(store)}/notes/${note.id}`;
    const gone = await action.run(() => keeper.send<Note>({ method: 'DELETE', url }));
    if (gone) onChange('The note is withdrawn; what it said stays in its history.', gone);
  };
  const toggle = (what: 'form' | 'history'): void => setOpen((it) => (it === what ? undefined : what));
  return (
    <li class="row row-tall" data-testid="note" data-note={note.id}>
      <div class="row-main">
        <span>
          <b>{kindWords[note.kind]}</b>, {spanWords(note, timeZone)}{' '}
          <span class={`tag tag-${note.effect}`} title={effectMeaning[note.effect]}>
            {effectWords[note.effect]}
          </span>
        </span>
        <p class="row-text">{note.text}</p>
        <small class="muted">
          {note.revision === 1 ? 'Written' : `Changed (revision ${note.revision})`} by {note.by || 'the system'}
        </small>
      </div>
      <div class="row-buttons">
        <button
          type="button"
          class="button button-small"
          aria-expanded={open === 'history'}
          onClick={() => toggle('history')}
        >
          History
        </button>
        {may('act') && (
          <>
            <button
              type="button"
              class="button button-small"
              aria-expanded={open === 'form'}
              onClick={() => toggle('form')}
            >
              Change
            </button>
            <Confirm text="Withdraw" question="Take it back?" busy={action.busy} onYes={withdraw} />
          </>
        )}
      </div>
      {action.fault && <FaultBox fault={action.fault} />}
      {open === 'form' && (
        <NoteForm
          {...props}
          note={note}
          onDone={(it) => {
            setOpen(undefined);
            onChange('The note is changed.', it);
          }}
          onCancel={() => setOpen(undefined)}
        />
      )}
      {open === 'history' && <NoteHistoryList note={note} store={store} timeZone={timeZone} />}
    </li>
  );
}
