import type { Alerts } from '../../models/contract/alerts.ts';
import { mayEverywhere } from '../session/may.ts';
import { useSession } from '../session/use-session.ts';
import { useAnswer } from '../ui/answer.ts';
import { Card } from '../ui/card.tsx';
import type { ViewProps } from '../ui/view.tsx';
import { AlertList } from './alert-list.tsx';

interface Props extends Pick<ViewProps, 'keeper' | 'currency' | 'timeZone'> {
  turn: number;
  onChange: (done: string) => void;
}

/** What is the matter with the gateway itself: told once, to those who look after all stores. */
export function GatewayAlerts({ keeper, turn, ...rest }: Props) {
  const state = useSession(keeper);
  const mine = mayEverywhere(state, 'operate');
  const [{ data, url }] = useAnswer<Alerts>(mine ? '/api/v1/alerts' : undefined, turn);
  if (data === undefined || data.alerts.length === 0) return null;
  return (
    <Card title="Of the gateway itself, for all stores" id="gateway-alerts" url={url}>
      <AlertList
        {...{ keeper, ...rest }}
        alerts={data.alerts}
        nowMs={Date.parse(data.now)}
        rules={[]}
        mayAct={state.mayChange}
      />
    </Card>
  );
}
