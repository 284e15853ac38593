import { useState } from 'preact/hooks';
import type { Grant, OneTimeLink, UserRow } from '../../models/contract/users.ts';
import type { Keeper } from '../session/keeper.ts';
import { roleNames, scopeWords } from '../session/may.ts';
import { useAction } from '../ui/action.ts';
import { FaultBox } from '../ui/card.tsx';
import { Confirm, Field, Submit } from '../ui/form.tsx';
import { GrantsEditor } from './grants.tsx';

interface Props {
  user: UserRow;
  keeper: Keeper;
  onChange: (said: string, link?: OneTimeLink & { name: string }) => void;
}

/** A user, and what an administrator does with them. */
export function UserItem({ user, keeper, onChange }: Props) {
  const [open, setOpen] = useState(false);
  const action = useAction();
  const url = `/api/v1/users/${user.id}`;
  const off = user.disabled !== null;
  const patch = async (body: { disabled: boolean }): Promise<void> => {
    const done = await action.run(() => keeper.send<UserRow>({ method: 'PATCH', url, body }));
    if (done) onChange(`${user.display} is switched ${body.disabled ? 'off and signed out everywhere' : 'on'}.`);
  };
  const link = async (): Promise<void> => {
    const made = await action.run(() => keeper.send<OneTimeLink>({ method: 'POST', url: `${url}/link` }));
    if (made) onChange('', { ...made, name: user.display });
  };
  const signOut = async (): Promise<void> => {
    const done = await action.run(() => keeper.send<null>({ method: 'DELETE', url: `${url}/sessions` }));
    if (done !== undefined) onChange(`${user.display} is signed out everywhere.`);
  };
  const words = [
    off && 'switched off',
    user.signOn ? 'signs in by the directory' : !user.password && 'no password yet',
    user.sessions > 0 && `signed in ${user.sessions === 1 ? 'once' : `${user.sessions} times`}`,
  ].filter(Boolean);
  return (
    <li class={`row ${off ? 'row-off' : ''}`} data-testid="user" data-user={user.name}>
      <div class="row-main">
        <span>
          <b>{user.display}</b> {user.display !== user.name && <span class="muted break">{user.name}</span>}
        </span>
        <small>
          {user.grants.length === 0
            ? 'No role'
            : user.grants.map((it) => (
                <span key={`${it.role} ${it.scope}`}>
                  {roleNames[it.role]} in {scopeWords(it.scope)}
                </span>
              ))}
        </small>
        {words.length > 0 && <small class="muted">{words.join(', ')}</small>}
      </div>
      <div class="row-buttons">
        <button type="button" class="button button-small" aria-expanded={open} onClick={() => setOpen(!open)}>
          Change
        </button>
        {!user.signOn && !off && (
          <button type="button" class="button button-small" disabled={action.busy} onClick={link}>
            {user.password ? 'New password link' : 'New invitation'}
          </button>
        )}
        {user.sessions > 0 && (
          <Confirm
            text="Sign out"
            question={`End ${user.sessions === 1 ? 'the session' : 'all sessions'}?`}
            busy={action.busy}
            onYes={signOut}
          />
        )}
        {off ? (
          <button
            type="button"
            class="button button-small"
            disabled={action.busy}
            onClick={() => patch({ disabled: false })}
          >
            Switch on
          </button>
        ) : (
          <Confirm
            text="Switch off"
            question="They cannot sign in any more."
            busy={action.busy}
            onYes={() => patch({ disabled: true })}
          />
        )}
      </div>
      {action.fault && <FaultBox fault={action.fault} />}
      {open && (
        <ChangeForm
          user={user}
          keeper={keeper}
          onDone={() => {
            setOpen(false);
            onChange(`${user.display} is changed.`);
          }}
          onCancel={() => setOpen(false)}
        />
      )}
    </li>
  );
}

interface FormProps extends Pick<Props, 'user' | 'keeper'> {
  onDone: () => void;
  onCancel: () => void;
}

function ChangeForm({ user, keeper, onDone, onCancel }: FormProps) {
  const [display, setDisplay] = useState(user.display);
  const [grants, setGrants] = useState<Grant[]>(user.grants);
  const action = useAction();
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    // Whoever signs in at the directory has their roles from there.
    const body = { display, ...(!user.signOn && { grants }) };
    const call = { method: 'PATCH', url: `/api/v1/users/${user.id}`, body } as const;
    if (await action.run(() => keeper.send<UserRow>(call))) onDone();
  };
  return (
    <form class="form row-more" onSubmit={submit}>
      <Field label="Name to be shown">
        {(ids) => (
          <input
            {...ids}
            required
            maxLength={80}
            value={display}
            onInput={(event) => setDisplay(event.currentTarget.value)}
          />
        )}
      </Field>
      {user.signOn ? (
        <p class="muted form-wide">The directory says their roles at each sign-in.</p>
      ) : (
        <GrantsEditor grants={grants} onGrants={setGrants} />
      )}
      <Submit text="Save" {...action} onCancel={onCancel} />
    </form>
  );
}
