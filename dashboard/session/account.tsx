import { useState } from 'preact/hooks';
import type { Right } from '../../models/contract/rights.ts';
import type { Sessions } from '../../models/contract/users.ts';
import { clock, dayName } from '../format.ts';
import { useAction } from '../ui/action.ts';
import { useAnswer } from '../ui/answer.ts';
import { Card, FaultBox, Loaded } from '../ui/card.tsx';
import { Field, Submit } from '../ui/form.tsx';
import { View, type ViewProps } from '../ui/view.tsx';
import { NewPassword } from './link.tsx';
import { roleNames, scopeWords } from './may.ts';
import { useSession } from './use-session.ts';

const rightWords: Record<Right, string> = {
  view: 'see figures, plans and states',
  act: 'work on alerts and write notes',
  import: 'send sales and other data',
  plan: 'plan layouts, promotions and targets',
  operate: 'look after nodes and the work in the background',
  administer: 'manage users, tokens and settings',
};

/** Who I am, what I may do, where I am signed in. */
export function AccountView({ keeper, timeZone }: ViewProps) {
  const { session } = useSession(keeper);
  const action = useAction();
  if (session?.as !== 'user') {
    return (
      <View title="Your account">
        <p class="empty">You are not signed in.</p>
      </View>
    );
  }
  const leave = async (): Promise<void> => {
    const done = await action.run(() => keeper.signOut());
    // Nothing of what was shown shall stay in the memory of the page.
    if (done !== undefined) location.assign(location.pathname);
  };
  return (
    <View
      title={session.display ?? session.name ?? 'Your account'}
      lead={<>You sign in as {session.name}.</>}
      aside={
        <button type="button" class="button" disabled={action.busy} onClick={leave}>
          Sign out
        </button>
      }
    >
      {action.fault && <FaultBox fault={action.fault} />}
      <div class="view-columns">
        <Card title="What you may do">
          {session.grants.length === 0 && (
            <p class="empty">No role yet: you see nothing until an administrator gives you one.</p>
          )}
          <ul class="plain-list">
            {session.grants.map((it) => (
              <li key={`${it.role} ${it.scope}`}>
                <b>{roleNames[it.role]}</b> in {scopeWords(it.scope)}
              </li>
            ))}
          </ul>
          {session.rights.length > 0 && (
            <p class="muted">You may {session.rights.map((it) => rightWords[it]).join('; ')}.</p>
          )}
        </Card>
        <PasswordCard keeper={keeper} name={session.name ?? ''} />
      </div>
      <SessionsCard keeper={keeper} timeZone={timeZone} />
    </View>
  );
}

function PasswordCard({ keeper, name }: Pick<ViewProps, 'keeper'> & { name: string }) {
  const [old, setOld] = useState('');
  const [next, setNext] = useState('');
  const [done, setDone] = useState(false);
  const action = useAction();
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const call = { method: 'PUT', url: '/api/v1/session/password', body: { old, new: next } } as const;
    const answer = await action.run(() => keeper.signIn(call));
    setDone(answer !== undefined);
    setOld('');
    if (answer) setNext('');
  };
  return (
    <Card title="Change the password">
      <form class="form" onSubmit={submit}>
        <input type="text" name="username" autocomplete="username" value={name} readOnly hidden />
        <Field label="Present password" wide>
          {(ids) => (
            <input
              {...ids}
              type="password"
              autocomplete="current-password"
              required
              value={old}
              onInput={(event) => setOld(event.currentTarget.value)}
            />
          )}
        </Field>
        <Field label="New password" hint="12 characters or more. All your other sessions end." wide>
          {(ids) => <NewPassword {...ids} value={next} onValue={setNext} />}
        </Field>
        <Submit text="Change" busy={action.busy} fault={action.fault} />
        {done && (
          <p role="status" class="done form-wide">
            The password is changed.
          </p>
        )}
      </form>
    </Card>
  );
}

function SessionsCard({ keeper }: Pick<ViewProps, 'keeper' | 'timeZone'>) {
  const [resource, again] = useAnswer<Sessions>('/api/v1/sessions');
  const action = useAction();
  // These are moments of the reader's day, not of the store's.
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const when = (it: string): string => `${dayName(Date.parse(it), timeZone)}, ${clock(Date.parse(it), timeZone)}`;
  const end = async (id: string): Promise<void> => {
    const call = { method: 'DELETE', url: `/api/v1/sessions/${id}` } as const;
    if ((await action.run(() => keeper.send<null>(call))) !== undefined) again();
  };
  return (
    <Card title="Where you are signed in">
      {action.fault && <FaultBox fault={action.fault} />}
      <Loaded resource={resource} onRetry={again}>
        {({ sessions }) => (
          <ul class="rows">
            {sessions.map((it) => (
              <li key={it.id} class="row">
                <div class="row-main">
                  <b>{it.current ? 'This browser' : browserOf(it.agent)}</b>
                  <small class="muted">
                    from {it.address}, since {when(it.created)}, last used {when(it.seen)}
                  </small>
                </div>
                {!it.current && (
                  <button type="button" class="button button-small" disabled={action.busy} onClick={() => end(it.id)}>
                    End it
                  </button>
                )}
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </Card>
  );
}

/** The part of a browser's long name that people know. */
function browserOf(agent: string): string {
  const name = ['Edg', 'Firefox', 'Chrome', 'Safari'].find((it) => agent.includes(`${it}/`));
  return name === 'Edg' ? 'Edge' : (name ?? (agent.slice(0, 40) || 'A program'));
}
