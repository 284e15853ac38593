import { useState } from 'preact/hooks';
import type { OneTimeLink, UserRow } from '../../models/contract/users.ts';
import { useAnswer } from '../ui/answer.ts';
import { Card, Loaded } from '../ui/card.tsx';
import { Once } from '../ui/form.tsx';
import { View, type ViewProps } from '../ui/view.tsx';
import { InviteForm } from './invite.tsx';
import { UserItem } from './user-item.tsx';

/** Who may use the gateway, and what. */
export function UsersView({ store, keeper, may }: ViewProps) {
  const [resource, again] = useAnswer<{ users: UserRow[] }>(may('administer') ? '/api/v1/users' : undefined);
  const [inviting, setInviting] = useState(false);
  const [link, setLink] = useState<OneTimeLink & { name: string }>();
  const [said, setSaid] = useState('');
  if (!may('administer')) {
    return (
      <View title="Users">
        <p class="empty">Only an administrator sees who uses the gateway.</p>
      </View>
    );
  }
  const change = (text: string, made?: OneTimeLink & { name: string }): void => {
    setInviting(false);
    setSaid(text);
    setLink(made);
    again();
  };
  return (
    <View
      title="Users"
      lead="Everybody has a name of their own and roles for stores, clusters or regions. A user is switched off, never deleted, so that the audit trail keeps its names."
      aside={
        !inviting && (
          <button type="button" class="button button-main" onClick={() => setInviting(true)}>
            Invite somebody
          </button>
        )
      }
    >
      {inviting && (
        <InviteForm
          keeper={keeper}
          store={store}
          onDone={({ user, ...made }) => change(`${user.display} is made.`, { ...made, name: user.display })}
          onCancel={() => setInviting(false)}
        />
      )}
      <p class="done" role="status">
        {said}
      </p>
      {link && (
        <Once
          label={`Link for ${link.name}`}
          text={link.link}
          note={`Send it to ${link.name}: it is shown only now, works once, and until ${new Date(link.expires).toLocaleDateString('en-GB', { dateStyle: 'medium' })}.`}
          onClose={() => setLink(undefined)}
        />
      )}
      <Card title="Who has an account" id="user-list" url={resource.url} busy={resource.loading}>
        <Loaded resource={resource} onRetry={again}>
          {({ users }) => (
            <ul class="rows">
              {users.map((it) => (
                <UserItem key={it.id} user={it} keeper={keeper} onChange={change} />
              ))}
            </ul>
          )}
        </Loaded>
      </Card>
    </View>
  );
}
