import { useState } from 'preact/hooks';
import { PRESETS, presetNames, type RangeChoice, rangeFault, rangeOf } from './range.ts';
import { fromField, toField } from './zone.ts';

interface Props {
  choice: RangeChoice;
  nowMs: number;
  timeZone: string;
  onChoice: (choice: RangeChoice) => void;
}

/** Which time the floor's figures are of. */
export function RangeBar({ choice, nowMs, timeZone, onChoice }: Props) {
  const [open, setOpen] = useState(choice.kind === 'custom');
  const preset = (kind: (typeof PRESETS)[number]): void => {
    setOpen(false);
    onChoice({ kind });
  };
  return (
    <div class="range-bar">
      <fieldset class="segments" aria-label="Time range">
        {PRESETS.map((it) => (
          <button key={it} type="button" aria-pressed={!open && choice.kind === it} onClick={() => preset(it)}>
            {presetNames[it]}
          </button>
        ))}
        <button type="button" aria-pressed={open} aria-expanded={open} onClick={() => setOpen(true)}>
          From–to
        </button>
      </fieldset>
      {open && <CustomRange choice={choice} nowMs={nowMs} timeZone={timeZone} onChoice={onChoice} />}
    </div>
  );
}

function CustomRange({ choice, nowMs, timeZone, onChoice }: Props) {
  const shown = rangeOf(choice, nowMs, timeZone);
  const [from, setFrom] = useState(toField(Date.parse(shown.from), timeZone));
  const [to, setTo] = useState(toField(Date.parse(shown.to), timeZone));
  const [fault, setFault] = useState<string>();
  const submit = (event: Event): void => {
    event.preventDefault();
    const [fromMs, toMs] = [fromField(from, timeZone), fromField(to, timeZone)];
    const wrong = rangeFault(fromMs, toMs);
    setFault(wrong);
    if (wrong === undefined) onChoice({ kind: 'custom', fromMs: fromMs!, toMs: toMs! });
  };
  return (
    <form class="custom-range" onSubmit={submit} noValidate>
      <label class="field">
        From
        <input type="datetime-local" value={from} onInput={(event) => setFrom(event.currentTarget.value)} />
      </label>
      <label class="field">
        to
        <input type="datetime-local" value={to} onInput={(event) => setTo(event.currentTarget.value)} />
      </label>
      <button type="submit" class="button button-main">
        Show
      </button>
      <small class="muted">{timeZone}</small>
      {fault && (
        <p class="reason" role="alert">
          {fault}
        </p>
      )}
    </form>
  );
}
