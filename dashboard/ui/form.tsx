import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { Fault } from '../api.ts';
import { FaultBox } from './card.tsx';

interface FieldProps {
  label: string;
  hint?: string;
  wide?: boolean;
  /** The control, given the ids that tie it to its label and its hint. */
  children: (ids: { id: string; 'aria-describedby': string | undefined }) => ComponentChildren;
}

/** A control below its label. */
export function Field({ label, hint, wide = false, children }: FieldProps) {
  const id = useId();
  const hintId = hint === undefined ? undefined : `${id}-hint`;
  return (
    <div class={`form-field ${wide ? 'form-wide' : ''}`}>
      <label for={id}>{label}</label>
      {children({ id, 'aria-describedby': hintId })}
      {hint && (
        <small id={hintId} class="muted">
          {hint}
        </small>
      )}
    </div>
  );
}

interface SubmitProps {
  text: string;
  busy: boolean;
  fault?: Fault;
  onCancel?: () => void;
}

/** The end of a form: what went wrong, and its buttons. */
export function Submit({ text, busy, fault, onCancel }: SubmitProps) {
  return (
    <div class="form-end form-wide">
      {fault && <FaultBox fault={fault} />}
      <button type="submit" class="button button-main" disabled={busy}>
        {busy ? 'One moment…' : text}
      </button>
      {onCancel && (
        <button type="button" class="button" onClick={onCancel}>
          Cancel
        </button>
      )}
    </div>
  );
}

interface ConfirmProps {
  text: string;
  question: string;
  busy?: boolean;
  onYes: () => void;
}

/** A button for what cannot be taken back: it asks once more, in its own place. */
export function Confirm({ text, question, busy = false, onYes }: ConfirmProps) {
  const [asked, setAsked] = useState(false);
  const sure = useRef<HTMLButtonElement>(null);
  useEffect(() => sure.current?.focus(), [asked]);
  if (!asked) {
    return (
      <button type="button" class="button button-small" disabled={busy} onClick={() => setAsked(true)}>
        {text}
      </button>
    );
  }
  const yes = (): void => {
    setAsked(false);
    onYes();
  };
  return (
    <span class="confirm">
      {question}{' '}
      <button type="button" class="button button-small button-bad" ref={sure} onClick={yes}>
        {text}
      </button>
      <button type="button" class="button button-small" onClick={() => setAsked(false)}>
        No
      </button>
    </span>
  );
}

interface OnceProps {
  label: string;
  text: string;
  note: string;
  onClose: () => void;
}

/** A secret that the gateway says only now. */
export function Once({ label, text, note, onClose }: OnceProps) {
  const field = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    field.current?.select();
    // Over plain HTTP a browser has no clipboard: then what is selected can be copied by hand.
    await navigator.clipboard?.writeText(text).then(
      () => setCopied(true),
      () => {},
    );
  };
  return (
    <div class="once" role="status" data-testid="once">
      <Field label={label} hint={note} wide>
        {(ids) => (
          <input
            {...ids}
            ref={field}
            data-testid="once-text"
            readOnly
            value={text}
            onFocus={(event) => event.currentTarget.select()}
          />
        )}
      </Field>
      <div class="form-end">
        <button type="button" class="button" onClick={copy}>
          {copied ? 'Copied' : 'Copy'}
        </button>
        <button type="button" class="button" onClick={onClose}>
          I have kept it
        </button>
      </div>
    </div>
  );
}
