import { useState } from 'preact/hooks';
import type { Grant, OneTimeLink, UserRow } from '../../models/contract/users.ts';
import type { Keeper } from '../session/keeper.ts';
import { useAction } from '../ui/action.ts';
import { Field, Submit } from '../ui/form.tsx';
import { GrantsEditor } from './grants.tsx';

interface Props {
  keeper: Keeper;
  store: string;
  onDone: (made: { user: UserRow } & OneTimeLink) => void;
  onCancel: () => void;
}

/** Makes a user, who chooses a password by a link that is shown once. */
export function InviteForm({ keeper, store, onDone, onCancel }: Props) {
  const [name, setName] = useState('');
  const [display, setDisplay] = useState('');
  const [grants, setGrants] = useState<Grant[]>([{ role: 'viewer', scope: `store:${store}` }]);
  const action = useAction();
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const body = { name, grants, ...(display.trim() !== '' && { display: display.trim() }) };
    const made = await action.run(() =>
      keeper.send<{ user: UserRow } & OneTimeLink>({ method: 'POST', url: '/api/v1/users', body }),
    );
    if (made) onDone(made);
  };
  return (
    <form class="form card" onSubmit={submit} aria-label="Invite somebody" data-testid="invite-form">
      <Field label="Name to sign in with" hint="Such as an e-mail address">
        {(ids) => (
          <input
            {...ids}
            required
            pattern="[A-Za-z0-9][A-Za-z0-9._@+\-]*"
            maxLength={80}
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            value={name}
            onInput={(event) => setName(event.currentTarget.value)}
          />
        )}
      </Field>
      <Field label="Name to be shown" hint="Left empty, the same">
        {(ids) => (
          <input
            {...ids}
            maxLength={80}
            autocomplete="off"
            value={display}
            onInput={(event) => setDisplay(event.currentTarget.value)}
          />
        )}
      </Field>
      <GrantsEditor grants={grants} onGrants={setGrants} />
      <Submit text="Make the user and a link" {...action} onCancel={onCancel} />
    </form>
  );
}
