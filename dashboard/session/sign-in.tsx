import { useEffect, useRef, useState } from 'preact/hooks';
import { hrefOf } from '../route.ts';
import { useAction } from '../ui/action.ts';
import { Field, Submit } from '../ui/form.tsx';
import type { Keeper, SessionState } from './keeper.ts';
import '../styles/views.css';
import '../styles/forms.css';

interface Props {
  keeper: Keeper;
  state: SessionState;
}

/** What stands in the way of the figures: a name and a password, or the company's own directory. */
export function SignInView({ keeper, state: { session, failed } }: Props) {
  return (
    <section class="gate card" aria-labelledby="gate-title" data-testid="sign-in">
      <h2 id="gate-title">Sign in</h2>
      {failed && (
        <div class="fault" role="alert">
          <strong>Signing in did not work</strong>
          <p>{failed}</p>
        </div>
      )}
      {session?.signOn && (
        <a class="button button-main gate-sign-on" href={session.signOn.start}>
          Sign in with {session.signOn.name}
        </a>
      )}
      {session?.setUp === false ? (
        <p>
          There is no user yet. The first administrator is made by the link that the gateway wrote to its terminal when
          it started; it works once. The command <code>aisle users add</code> makes one too.
        </p>
      ) : (
        <PasswordForm keeper={keeper} />
      )}
      {session?.as === 'open' && (
        <p>
          <a href={hrefOf('today')}>Go on without signing in</a>
        </p>
      )}
    </section>
  );
}

function PasswordForm({ keeper }: { keeper: Keeper }) {
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const first = useRef<HTMLInputElement>(null);
  const second = useRef<HTMLInputElement>(null);
  const action = useAction();
  useEffect(() => first.current?.focus(), []);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const call = { method: 'POST', url: '/api/v1/session', body: { name, password } } as const;
    const answer = await action.run(() => keeper.signIn(call));
    if (answer) {
      if (location.hash === hrefOf('sign-in')) location.hash = hrefOf('today');
      return;
    }
    setPassword('');
    second.current?.focus();
  };
  return (
    <form class="form" onSubmit={submit}>
      <Field label="Name" wide>
        {(ids) => (
          <input
            {...ids}
            ref={first}
            name="username"
            autocomplete="username"
            autocapitalize="none"
            spellcheck={false}
            required
            maxLength={80}
            value={name}
            onInput={(event) => setName(event.currentTarget.value)}
          />
        )}
      </Field>
      <Field label="Password" wide>
        {(ids) => (
          <input
            {...ids}
            ref={second}
            type="password"
            name="password"
            autocomplete="current-password"
            required
            maxLength={200}
            value={password}
            onInput={(event) => setPassword(event.currentTarget.value)}
          />
        )}
      </Field>
      <Submit text="Sign in" busy={action.busy} fault={action.fault} />
    </form>
  );
}
