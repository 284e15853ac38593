import { Alert, AlertRules, Alerts } from '../../models/contract/alerts.ts';
import { instant } from '../../models/contract/ids.ts';
import { Jobs } from '../../models/contract/jobs.ts';
import { type Note, NoteHistory, Notes } from '../../models/contract/notes.ts';
import { PosImports, PosRejects } from '../../models/contract/pos.ts';
import { ROLE_RIGHTS, type Role } from '../../models/contract/rights.ts';
import { Audit, Session, Sessions, Tokens, UsersAnswer } from '../../models/contract/users.ts';
import { MIDNIGHT_MS, NOW_MS, type PageStateName, valid } from './page-answers.ts';

/** More canned answers for tests of the page: who looks, alerts, notes, imports, people, privacy. */
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** `open`: somebody at this computer; `nobody`: not signed in. */
export type Looker = Role | 'open' | 'nobody';

export function session(as: Looker): Session {
  const signOn = as === 'nobody' ? { name: 'Example Directory', start: '/api/v1/sign-on/start' } : null;
  if (as === 'nobody') return valid(Session, { ...noone, as, signOn });
  if (as === 'open')
    return valid(Session, { ...noone, as, rights: ['view'], grants: [{ role: 'viewer', scope: 'all' }] });
  const rights = [...ROLE_RIGHTS[as]];
  return valid(Session, {
    ...{ as: 'user', name: `${as}@store.example`, display: 'Robin Example', setUp: true, signOn: null },
    ...{ grants: [{ role: as, scope: 'all' }], rights },
  });
}
const noone = { name: null, display: null, grants: [], rights: [], setUp: true, signOn: null };

const alert = (n: number, changes: Partial<Alert>): Alert =>
  valid(Alert, {
    ...{ id: `a${n}`, store: 'demo', rule: 'shelf-empty', source: 'shelf-empty', subject: 'f7' },
    ...{ text: 'Product 7 on shelf snacks-2 is gone.', department: 'stock', severity: 'warning', status: 'open' },
    ...{ value: 1, threshold: 1, moneyPerHour: 0, opened: instant(NOW_MS - n * 17 * MINUTE), over: null, returns: 0 },
    ...{ claimedBy: null, escalated: null },
    ...changes,
  });
const QUEUE = { rule: 'queue-long', source: 'queue-length', subject: 'queue', department: 'checkout' } as const;
const list: Alert[] = [
  alert(1, { moneyPerHour: 120, severity: 'critical', text: '8 people wait at Queue; 6 is too many.', ...QUEUE }),
  alert(4, { moneyPerHour: 42.5, claimedBy: 'kim@store.example', status: 'claimed', returns: 2 }),
  alert(2, { moneyPerHour: 18, text: 'Product 9 on shelf snacks-2 is gone.', subject: 'f9' }),
  alert(3, {
    text: 'Camera door is lost: no frame for 20 s.',
    rule: 'camera-lost',
    source: 'camera-lost',
    department: 'it',
  }),
  alert(6, { text: 'Line Door misses about 8 % in.', rule: 'door-wrong', source: 'door-wrong', department: 'it' }),
];
export const alerts = (state: PageStateName, status: string | null): Alerts =>
  valid(Alerts, {
    now: instant(NOW_MS),
    alerts:
      state === 'empty'
        ? []
        : status === 'all'
          ? [alert(9, { status: 'false-alarm', over: instant(NOW_MS - HOUR) }), alert(12, { status: 'done' }), ...list]
          : list,
    next: null,
  });
export const rules = (): AlertRules =>
  valid(AlertRules, {
    rules: (['queue-long', 'shelf-empty', 'camera-lost', 'door-wrong'] as const).map((id, i) => ({
      ...{ id, source: id === 'queue-long' ? 'queue-length' : id, threshold: 1, windowS: 60, clearS: 60 },
      ...{ cooldownS: 900, department: ['checkout', 'stock', 'it', 'it'][i], severity: 'warning', enabled: i < 3 },
      ...{ moneyPerHour: 0, opened: 14 - 4 * i, done: [9, 3, 2, 0][i], falseAlarms: [1, 1, 0, 0][i] },
      precision: [0.9, 0.75, 1, null][i],
    })),
  });

const note = (id: string, fromH: number, toH: number, changes: Partial<Note> = {}): Note => ({
  ...{ id, from: instant(MIDNIGHT_MS + fromH * HOUR), to: instant(MIDNIGHT_MS + toH * HOUR), kind: 'drill' },
  ...{ text: 'Fire drill: everybody out and in again.', effect: 'figures', revision: 1, withdrawn: false },
  ...{ by: 'kim@store.example', at: instant(NOW_MS - HOUR) },
  ...changes,
});
const notesHere = [
  note('n1', -30, -22, {
    kind: 'refit',
    text: 'The corner shelf moved to the window.',
    effect: 'baselines',
    revision: 2,
  }),
  note('n2', 8.5, 9),
  note('n3', 9.25, 10, { kind: 'weather', text: 'Snow since the morning.', effect: 'none' }),
];
export const notes = (state: PageStateName, from: string | null, to: string | null): Notes => {
  const [a, b] = [from ? Date.parse(from) : MIDNIGHT_MS, to ? Date.parse(to) : NOW_MS];
  const touching = notesHere.filter((it) => Date.parse(it.from) < b && Date.parse(it.to) > a);
  return valid(Notes, { notes: state === 'normal' ? touching : [] });
};
export const noteHistory = (): NoteHistory =>
  valid(NoteHistory, {
    revisions: [
      note('n1', -30, -24, { kind: 'refit', text: 'The corner shelf moved.', effect: 'none' }),
      note('n1', -30, -22, {
        kind: 'refit',
        text: 'The corner shelf moved to the window.',
        effect: 'baselines',
        revision: 2,
      }),
    ],
  });

export const imports = (state: PageStateName) => {
  const row = (id: number, changes: object) => ({
    ...{ id, name: `tills-2026-03-0${id}.csv`, via: 'upload', format: 'csv', mapping: 'bakery', state: 'done' },
    ...{ started: instant(NOW_MS - id * HOUR), ended: instant(NOW_MS - id * HOUR + 4200) },
    ...{ accepted: 18_204, duplicates: 0, rejected: 0, rejectFile: null, error: null },
    ...changes,
  });
  const rejected = { rejected: 3, rejectFile: 'demo-2-tills-2026-03-02.csv.rejected.csv' };
  const failed = { state: 'failed', accepted: 900, error: 'The file ends in the middle of a line: send it again.' };
  const rows = [
    row(1, {}),
    row(2, rejected),
    row(3, { via: 'folder', duplicates: 18_204, accepted: 0 }),
    row(4, failed),
  ];
  return valid(PosImports, { imports: state === 'normal' ? rows : [] });
};
export const rejects = () =>
  valid(PosRejects, {
    rejects: [
      { line: 12, receiptLine: 2, field: 'gtin', reason: 'the check digit is wrong' },
      { line: 407, receiptLine: null, field: 'time', reason: '2026-02-30 is no day' },
      { line: 9120, receiptLine: 1, field: 'net', reason: '=12,5 is no number' },
    ],
    more: false,
  });

export const users = () => {
  const user = (id: string, name: string, display: string, changes: object = {}) => ({
    ...{ id, name, display, grants: [{ role: 'viewer', scope: 'store:demo' }], created: instant(NOW_MS - 900 * HOUR) },
    ...{ disabled: null, password: true, signOn: false, sessions: 1 },
    ...changes,
  });
  const two = [
    { role: 'manager', scope: 'store:demo' },
    { role: 'planner', scope: 'region:north' },
  ];
  return valid(UsersAnswer, {
    users: [
      user('u1', 'admin@store.example', 'Robin Example', { grants: [{ role: 'admin', scope: 'all' }], sessions: 2 }),
      user('u2', 'kim@store.example', 'Kim Example', { grants: two }),
      user('u3', 'new.person@store.example', 'new.person@store.example', { password: false, sessions: 0 }),
      user('u4', 'gone@store.example', 'Sam Gone', { disabled: instant(NOW_MS - 20 * HOUR), sessions: 0 }),
      user('u5', 'lee@corp.example', 'Lee Directory', { signOn: true, password: false, sessions: 0, grants: [] }),
    ],
  });
};
export const tokens = () => {
  const token = (id: string, name: string, changes: object = {}) => ({
    ...{ id, name, role: 'manager', scope: 'store:demo', created: instant(NOW_MS - 900 * HOUR) },
    ...{ createdBy: 'admin@store.example', expires: instant(NOW_MS + 4000 * HOUR), lastUsed: null, revoked: null },
    ...changes,
  });
  const used = { lastUsed: instant(NOW_MS - 3 * MINUTE) };
  return valid(Tokens, {
    tokens: [
      token('t1', 'Tills of the demo store', used),
      token('t2', 'Old script', { revoked: instant(NOW_MS - HOUR) }),
    ],
  });
};
export const audit = () => {
  const row = (id: number, action: string, changes: object = {}) => ({
    ...{ id, time: instant(NOW_MS - (40 - id) * 7 * MINUTE), by: 'user', name: 'admin@store.example', action },
    ...{ target: '', outcome: 'done', address: '192.0.2.0', detail: '' },
    ...changes,
  });
  return valid(Audit, {
    rows: [
      row(36, 'POST /api/v1/stores/:store/notes', { target: 'demo' }),
      row(35, 'sign-in', { by: 'nobody', name: 'kim@store.example', outcome: 'failed' }),
      row(34, 'user-add', { by: 'system', name: 'first start', target: 'admin@store.example', detail: 'admin all' }),
      row(33, 'DELETE /api/v1/tokens/:token', { target: 't2', outcome: 'refused', detail: 'no right to administer' }),
    ],
    next: 33,
  });
};
export const sessions = () => {
  const row = (id: string, current: boolean, agent: string) => ({
    ...{ id, current, created: instant(NOW_MS - 30 * HOUR), seen: instant(NOW_MS - MINUTE) },
    ...{ expires: instant(NOW_MS + 90 * HOUR), address: '192.0.2.0', agent },
  });
  return valid(Sessions, {
    sessions: [
      row('s1', true, 'Mozilla/5.0 Chrome/140.0 Safari/537.36'),
      row('s2', false, 'Mozilla/5.0 Firefox/142.0'),
    ],
  });
};
export const jobs = () => {
  const run = { due: instant(NOW_MS - 7 * HOUR), day: '2026-03-08', attempts: 1, retryAt: null, progress: null };
  const took = { started: instant(NOW_MS - 7 * HOUR), finished: instant(NOW_MS - 7 * HOUR + 14_000) };
  const job = (id: string, title: string, latest: object | null) => ({
    ...{ job: id, title, store: id === 'backup' ? null : 'demo', schedule: '0 3 * * *', timeZone: 'Europe/Berlin' },
    ...{ next: instant(NOW_MS + 17 * HOUR), latest },
  });
  return valid(Jobs, {
    jobs: [
      job('rollup', 'Sums by hour and day', {
        ...run,
        ...took,
        state: 'done',
        note: '96 quarters',
        result: {},
        error: null,
      }),
      job('backup', 'Back-up', {
        ...run,
        ...took,
        state: 'failed',
        attempts: 3,
        note: null,
        result: null,
        error: 'disk full',
      }),
      job('report', 'Daily report', null),
    ],
  });
};
