import { useState } from 'preact/hooks';
import type { Note, NoteInput } from '../../models/contract/notes.ts';
import { fromField, toField } from '../time/zone.ts';
import { useAction } from '../ui/action.ts';
import { Field, Submit } from '../ui/form.tsx';
import type { ViewProps } from '../ui/view.tsx';
import { effectMeaning, effectWords, kindWords } from './words.ts';

interface Props extends Pick<ViewProps, 'store' | 'timeZone' | 'nowMs' | 'keeper'> {
  /** The note that is changed; without one a new note is made. */
  note?: Note;
  onDone: (note: Note) => void;
  onCancel: () => void;
}

const HALF_HOUR_MS = 1_800_000;
const keysOf = <K extends string>(words: Record<K, string>): K[] => Object.keys(words) as K[];

/** Marks a stretch of the store's time. */
export function NoteForm({ store, timeZone, nowMs, keeper, note, onDone, onCancel }: Props) {
  const [from, setFrom] = useState(() => toField(note ? Date.parse(note.from) : nowMs - HALF_HOUR_MS, timeZone));
  const [to, setTo] = useState(() => toField(note ? Date.parse(note.to) : nowMs, timeZone));
  const [kind, setKind] = useState<Note['kind']>(note?.kind ?? 'other');
  const [text, setText] = useState(note?.text ?? '');
  const [effect, setEffect] = useState<Note['effect']>(note?.effect ?? 'none');
  const [wrong, setWrong] = useState<string>();
  const action = useAction();
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const [fromMs, toMs] = [fromField(from, timeZone), fromField(to, timeZone)];
    const known = fromMs !== undefined && toMs !== undefined;
    const fault = !known
      ? 'Give both times.'
      : fromMs >= toMs
        ? 'The end must be later than the beginning.'
        : undefined;
    setWrong(fault);
    if (!known || fault !== undefined) return;
    const body: NoteInput = {
      ...{ from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() },
      ...{ kind, text, effect },
    };
    const url = `/api/v1/stores/${encodeURIComponent(store)}/notes`;
    const call = note
      ? ({ method: 'PATCH', url: `${url}/${note.id}`, body } as const)
      : ({ method: 'POST', url, body } as const);
    const made = await action.run(() => keeper.send<Note>(call));
    if (made) onDone(made);
  };
  return (
    <form
      class="form card"
      onSubmit={submit}
      data-testid="note-form"
      aria-label={note ? 'Change the note' : 'New note'}
    >
      <Field label="From" hint={`The store’s time, ${timeZone}`}>
        {(ids) => (
          <input
            {...ids}
            type="datetime-local"
            required
            value={from}
            onInput={(event) => setFrom(event.currentTarget.value)}
          />
        )}
      </Field>
      <Field label="To">
        {(ids) => (
          <input
            {...ids}
            type="datetime-local"
            required
            value={to}
            onInput={(event) => setTo(event.currentTarget.value)}
          />
        )}
      </Field>
      <Field label="What it is">
        {(ids) => (
          <select {...ids} value={kind} onChange={(event) => setKind(event.currentTarget.value as Note['kind'])}>
            {keysOf(kindWords).map((it) => (
              <option key={it} value={it}>
                {kindWords[it]}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label="What happened" wide hint="Everybody who may see this store’s figures can read it: name no one.">
        {(ids) => (
          <textarea
            {...ids}
            required
            rows={2}
            maxLength={500}
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
          />
        )}
      </Field>
      <fieldset class="form-wide choices">
        <legend>What it does to the figures</legend>
        {keysOf(effectWords).map((it) => (
          <label key={it}>
            <input type="radio" name="effect" checked={effect === it} onChange={() => setEffect(it)} />
            <span>
              <b>{effectWords[it]}</b>
              <small class="muted">{effectMeaning[it]}</small>
            </span>
          </label>
        ))}
      </fieldset>
      {wrong && (
        <p class="reason form-wide" role="alert">
          {wrong}
        </p>
      )}
      <Submit text={note ? 'Save the change' : 'Add the note'} {...action} onCancel={onCancel} />
    </form>
  );
}
