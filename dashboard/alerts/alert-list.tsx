import type { Alert, AlertAction } from '../../models/contract/alerts.ts';
import { clock, dayName, duration } from '../format.ts';
import type { Keeper } from '../session/keeper.ts';
import { useSession } from '../session/use-session.ts';
import { useAction } from '../ui/action.ts';
import { FaultBox } from '../ui/card.tsx';
import { isCurrent, moneyWords, precisionWords, type Rule, severityWords, statusWords } from './words.ts';

interface Props {
  alerts: readonly Alert[];
  rules: readonly Rule[];
  timeZone: string;
  /** By the store's clock. */
  nowMs: number;
  currency: string | undefined;
  keeper: Keeper;
  /** Whether whoever looks may settle them. */
  mayAct: boolean;
  onChange: (done: string) => void;
}

const said: Record<AlertAction, string> = {
  claim: 'You have claimed it',
  release: 'Released',
  acknowledge: 'Marked as seen',
  done: 'Done',
  'false-alarm': 'Marked as a false alarm',
};

/** Alerts as tasks. */
export function AlertList({ alerts, keeper, onChange, ...rest }: Props) {
  const action = useAction();
  const me = useSession(keeper).session?.name ?? undefined;
  const act = async (alert: Alert, what: AlertAction): Promise<void> => {
    const of = alert.store === null ? '' : `/stores/${encodeURIComponent(alert.store)}`;
    const url = `/api/v1${of}/alerts/${encodeURIComponent(alert.id)}`;
    const done = await action.run(() => keeper.send<Alert>({ method: 'PATCH', url, body: { action: what } }));
    onChange(done ? `${said[what]}: ${alert.text}` : '');
  };
  return (
    <>
      {action.fault && <FaultBox fault={action.fault} />}
      <ul class="rows">
        {alerts.map((it) => (
          <AlertRow key={it.id} alert={it} me={me} busy={action.busy} onAct={(what) => act(it, what)} {...rest} />
        ))}
      </ul>
    </>
  );
}

type RowProps = Omit<Props, 'alerts' | 'keeper' | 'onChange'> & {
  alert: Alert;
  me: string | undefined;
  busy: boolean;
  onAct: (what: AlertAction) => void;
};

function AlertRow({ alert, rules, timeZone, nowMs, currency, mayAct, me, busy, onAct }: RowProps) {
  const rule = rules.find((it) => it.id === alert.rule);
  const money = moneyWords(alert.moneyPerHour, currency);
  const openedMs = Date.parse(alert.opened);
  const today = dayName(openedMs, timeZone) === dayName(nowMs, timeZone);
  const when = `${today ? '' : `${dayName(openedMs, timeZone)}, `}${clock(openedMs, timeZone)}`;
  const lastedS = ((alert.over === null ? nowMs : Date.parse(alert.over)) - openedMs) / 1000;
  return (
    <li
      class={`row alert alert-${alert.severity}`}
      data-testid="alert"
      data-alert={alert.id}
      data-status={alert.status}
    >
      <span class="alert-mark" role="img" aria-label={severityWords[alert.severity]} />
      <div class="row-main">
        <b>{alert.text}</b>
        <small class="muted">
          {money && <b class="alert-money">{money}</b>}
          <span>
            since {when}
            {isCurrent(alert) && lastedS >= 60 && ` (${duration(Math.floor(lastedS / 60) * 60)})`}
          </span>
          {alert.returns > 0 && <span>came back {alert.returns === 1 ? 'once' : `${alert.returns} times`}</span>}
          {alert.over !== null && isCurrent(alert) && <span>over at {clock(Date.parse(alert.over), timeZone)}</span>}
          <span>{alert.department}</span>
          {alert.claimedBy !== null && <span>{alert.claimedBy === me ? 'yours' : `with ${alert.claimedBy}`}</span>}
          {alert.escalated !== null && <span class="reason">told to the region</span>}
          {rule && <span data-testid={`precision-${rule.id}`}>this rule was {precisionWords(rule)}</span>}
        </small>
      </div>
      <div class="row-end">
        {alert.status !== 'open' && <span class={`tag tag-${alert.status}`}>{statusWords[alert.status]}</span>}
        {mayAct && <Buttons alert={alert} me={me} busy={busy} onAct={onAct} />}
      </div>
    </li>
  );
}

function Buttons({ alert, me, busy, onAct }: Pick<RowProps, 'alert' | 'me' | 'busy' | 'onAct'>) {
  const current = isCurrent(alert);
  const mine = alert.claimedBy !== null && alert.claimedBy === me;
  const offered: [AlertAction, string, boolean][] = [
    ['claim', 'Claim', current && alert.claimedBy === null],
    ['release', 'Release', current && mine],
    ['done', 'Done', alert.status !== 'done'],
    ['false-alarm', 'False alarm', alert.status !== 'false-alarm'],
  ];
  return (
    <div class="row-buttons">
      {offered
        .filter(([, , fits]) => fits)
        .map(([what, name]) => (
          <button
            key={what}
            type="button"
            class={`button button-small ${what === 'done' && current ? 'button-main' : ''}`}
            aria-label={`${name}: ${alert.text}`}
            disabled={busy}
            onClick={() => onAct(what)}
          >
            {name}
          </button>
        ))}
    </div>
  );
}
