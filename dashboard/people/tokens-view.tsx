import { useState } from 'preact/hooks';
import type { Role } from '../../models/contract/rights.ts';
import type { TokenRow } from '../../models/contract/users.ts';
import { ago, dayName } from '../format.ts';
import { roleNames, scopeWords } from '../session/may.ts';
import { browserZone } from '../time/zone.ts';
import { useAction } from '../ui/action.ts';
import { useAnswer } from '../ui/answer.ts';
import { Card, FaultBox, Loaded } from '../ui/card.tsx';
import { Confirm, Field, Once, Submit } from '../ui/form.tsx';
import { View, type ViewProps } from '../ui/view.tsx';
import { RoleSelect, ScopeSelect } from './grants.tsx';

/** What machines sign in with. */
export function TokensView({ store, keeper, may }: ViewProps) {
  const [resource, again] = useAnswer<{ tokens: TokenRow[] }>(may('administer') ? '/api/v1/tokens' : undefined);
  const [making, setMaking] = useState(false);
  const [made, setMade] = useState<{ token: string; row: TokenRow }>();
  if (!may('administer')) {
    return (
      <View title="Tokens">
        <p class="empty">Only an administrator sees the tokens.</p>
      </View>
    );
  }
  return (
    <View
      title="Tokens"
      lead="A till system or a script signs in with a token of its own, which is kept only as a hash. Give each the least role that it needs."
      aside={
        !making && (
          <button type="button" class="button button-main" onClick={() => setMaking(true)}>
            Make a token
          </button>
        )
      }
    >
      {making && (
        <TokenForm
          keeper={keeper}
          store={store}
          onDone={(it) => {
            setMaking(false);
            setMade(it);
            again();
          }}
          onCancel={() => setMaking(false)}
        />
      )}
      {made && (
        <Once
          label={`Token ${made.row.name}`}
          text={made.token}
          note="It is shown only now. It goes into the header Authorization, behind the word Bearer."
          onClose={() => setMade(undefined)}
        />
      )}
      <Card title="What has a token" id="token-list" url={resource.url} busy={resource.loading}>
        <Loaded resource={resource} onRetry={again}>
          {({ tokens }) =>
            tokens.length === 0 ? (
              <p class="empty">No machine has a token.</p>
            ) : (
              <ul class="rows">
                {tokens.map((it) => (
                  <TokenItem key={it.id} token={it} keeper={keeper} onChange={again} />
                ))}
              </ul>
            )
          }
        </Loaded>
      </Card>
    </View>
  );
}

function TokenItem({ token, keeper, onChange }: Pick<ViewProps, 'keeper'> & { token: TokenRow; onChange: () => void }) {
  const action = useAction();
  const nowMs = Date.now();
  const zone = browserZone();
  const expired = Date.parse(token.expires) <= nowMs;
  const works = token.revoked === null && !expired;
  const revoke = async (): Promise<void> => {
    const call = { method: 'DELETE', url: `/api/v1/tokens/${token.id}` } as const;
    if ((await action.run(() => keeper.send<null>(call))) !== undefined) onChange();
  };
  return (
    <li class={`row ${works ? '' : 'row-off'}`} data-testid="token" data-token={token.name}>
      <div class="row-main">
        <b class="break">{token.name}</b>
        <small>
          <span>
            {roleNames[token.role]} in {scopeWords(token.scope)}
          </span>
        </small>
        <small class="muted">
          <span>made by {token.createdBy || 'the system'}</span>
          <span>{token.lastUsed === null ? 'never used' : `last used ${ago(Date.parse(token.lastUsed), nowMs)}`}</span>
          <span>
            {expired ? 'expired' : 'expires'} {dayName(Date.parse(token.expires), zone)} {token.expires.slice(0, 4)}
          </span>
        </small>
      </div>
      <div class="row-buttons">
        {token.revoked !== null && <span class="tag">Revoked</span>}
        {works && <Confirm text="Revoke" question="For good?" busy={action.busy} onYes={revoke} />}
      </div>
      {action.fault && <FaultBox fault={action.fault} />}
    </li>
  );
}

interface FormProps extends Pick<ViewProps, 'keeper' | 'store'> {
  onDone: (made: { token: string; row: TokenRow }) => void;
  onCancel: () => void;
}

function TokenForm({ keeper, store, onDone, onCancel }: FormProps) {
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('viewer');
  const [scope, setScope] = useState(`store:${store}`);
  const [days, setDays] = useState(365);
  const action = useAction();
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const call = { method: 'POST', url: '/api/v1/tokens', body: { name, role, scope, days } } as const;
    const made = await action.run(() => keeper.send<{ token: string; row: TokenRow }>(call));
    if (made) onDone(made);
  };
  return (
    <form class="form card" onSubmit={submit} aria-label="Make a token" data-testid="token-form">
      <Field label="What it is for">
        {(ids) => (
          <input
            {...ids}
            required
            maxLength={80}
            value={name}
            onInput={(event) => setName(event.currentTarget.value)}
          />
        )}
      </Field>
      <Field label="Role">{(ids) => <RoleSelect ids={ids} value={role} onValue={setRole} />}</Field>
      <Field label="Where it holds">{(ids) => <ScopeSelect ids={ids} value={scope} onValue={setScope} />}</Field>
      <Field label="Days until it expires">
        {(ids) => (
          <input
            {...ids}
            type="number"
            required
            min={1}
            max={730}
            value={days}
            onInput={(event) => setDays(Number(event.currentTarget.value))}
          />
        )}
      </Field>
      <Submit text="Make it" {...action} onCancel={onCancel} />
    </form>
  );
}
