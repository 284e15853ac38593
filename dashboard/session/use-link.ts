import { useEffect, useState } from 'preact/hooks';
import type { LinkAnswer } from '../../models/contract/users.ts';
import type { Fault } from '../api.ts';
import type { Keeper } from './keeper.ts';

/** What a one-time link is for; looking does not use it up. */
export function useLink(keeper: Keeper, secret: string): { link?: LinkAnswer; fault?: Fault } {
  const [found, setFound] = useState<{ link?: LinkAnswer; fault?: Fault }>({});
  useEffect(() => {
    let gone = false;
    void keeper
      .send<LinkAnswer>({ method: 'POST', url: '/api/v1/links/look', body: { link: secret } })
      .then((answer) => !gone && setFound(answer.ok ? { link: answer.data } : { fault: answer.fault }));
    return () => {
      gone = true;
    };
  }, [keeper, secret]);
  return found;
}
