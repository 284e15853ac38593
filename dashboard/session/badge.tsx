import { hrefOf } from '../route.ts';
import type { SessionState } from './keeper.ts';

/** Who looks at the page, in the corner of its head. */
export function Badge({ state: { session, mayChange } }: { state: SessionState }) {
  if (!session || session.as === 'nobody') return null;
  if (session.as === 'user') {
    return (
      <p class="account" data-testid="account">
        <a href={hrefOf('account')}>{session.display ?? session.name}</a>
        {!mayChange && (
          <>
            {' · '}
            <a href={hrefOf('sign-in')}>Sign in again to change anything</a>
          </>
        )}
      </p>
    );
  }
  return (
    <p class="account muted" data-testid="account">
      Viewing without sign-in
      {session.setUp && (
        <>
          {' · '}
          <a href={hrefOf('sign-in')}>Sign in</a>
        </>
      )}
    </p>
  );
}
