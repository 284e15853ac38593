import { useState } from 'preact/hooks';
import type { LinkAnswer } from '../../models/contract/users.ts';
import { useAction } from '../ui/action.ts';
import { FaultBox, Skeleton } from '../ui/card.tsx';
import { Field, Submit } from '../ui/form.tsx';
import type { Keeper } from './keeper.ts';
import { useLink } from './use-link.ts';
import '../styles/views.css';
import '../styles/forms.css';

interface Props {
  keeper: Keeper;
  secret: string;
  onDone: () => void;
}

const titles: Record<LinkAnswer['kind'], string> = {
  'first-admin': 'The first administrator',
  invite: 'Welcome to Aisle',
  reset: 'A new password',
};

/** Where a one-time link leads: to a password of one's own. */
export function LinkView({ keeper, secret, onDone }: Props) {
  const { link, fault } = useLink(keeper, secret);
  return (
    <section class="gate card" aria-labelledby="gate-title" data-testid="link">
      <h2 id="gate-title">{link ? titles[link.kind] : 'Your link'}</h2>
      {fault && (
        <>
          <FaultBox fault={fault} />
          <p>
            <button type="button" class="link" onClick={onDone}>
              Go to the page
            </button>
          </p>
        </>
      )}
      {!link && !fault && <Skeleton lines={3} />}
      {link && <LinkForm link={link} secret={secret} keeper={keeper} onDone={onDone} />}
    </section>
  );
}

const LEAST = 12;

function LinkForm({ link, secret, keeper, onDone }: Props & { link: LinkAnswer }) {
  const first = link.kind === 'first-admin';
  const [name, setName] = useState(link.name ?? '');
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const [differs, setDiffers] = useState(false);
  const action = useAction();
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    setDiffers(password !== again);
    if (password !== again) return;
    const body = { link: secret, password, ...(first && { name }) };
    const answer = await action.run(() => keeper.signIn({ method: 'POST', url: '/api/v1/links/claim', body }));
    if (answer) onDone();
  };
  return (
    <form class="form" onSubmit={submit}>
      <p class="form-wide muted">
        {first
          ? 'Choose a name and a password. Whoever has this account can make all the others.'
          : `Choose a password for ${link.name}. You sign in with both from now on.`}{' '}
        The link works once, until{' '}
        {new Date(link.expires).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' })}.
      </p>
      <Field label="Name" wide hint={first ? 'An e-mail address, or what you like; case does not matter.' : undefined}>
        {(ids) => (
          <input
            {...ids}
            name="username"
            autocomplete="username"
            autocapitalize="none"
            spellcheck={false}
            required
            readOnly={!first}
            pattern="[A-Za-z0-9][A-Za-z0-9._@+\-]*"
            maxLength={80}
            value={name}
            onInput={(event) => setName(event.currentTarget.value)}
          />
        )}
      </Field>
      <Field label="Password" wide hint={`${LEAST} characters or more; a few words in a row are easy to keep.`}>
        {(ids) => <NewPassword {...ids} value={password} onValue={setPassword} />}
      </Field>
      <Field label="The same again" wide>
        {(ids) => <NewPassword {...ids} value={again} onValue={setAgain} />}
      </Field>
      {differs && (
        <p class="reason form-wide" role="alert">
          The two passwords differ.
        </p>
      )}
      <Submit text="Set the password and sign in" busy={action.busy} fault={action.fault} />
    </form>
  );
}

interface NewPasswordProps {
  id: string;
  'aria-describedby': string | undefined;
  value: string;
  onValue: (value: string) => void;
}

/** A field for a password that is to be set. */
export function NewPassword({ value, onValue, ...ids }: NewPasswordProps) {
  return (
    <input
      {...ids}
      type="password"
      autocomplete="new-password"
      required
      minLength={LEAST}
      maxLength={200}
      value={value}
      onInput={(event) => onValue(event.currentTarget.value)}
    />
  );
}
