import { type Entry, EXACT } from './entry.ts';

const exact = 'exact';
const alerts = (column: string) => [`alerts.${column}`, `gateway-alerts.${column}`];
const imports = (column: string) => [`imports.${column}`, `reference-imports.${column}`];

/** Figures of the work with it: alerts, imports, nodes, jobs, people. */
export const workEntries: readonly Entry[] = [
  {
    ...{ id: 'alert', name: 'Alert', unit: 'as its source', sure: 'as its source' },
    definition:
      'The newest reading of its source, the value from which it is raised, and how often it came back within its cooldown.',
    columns: [...alerts('value'), ...alerts('threshold'), ...alerts('returns')],
  },
  {
    ...{ id: 'money-per-hour', name: 'What an hour of it costs', unit: 'currency', sure: 'an estimate' },
    definition:
      'Of a stock-out: what was taken for the product in the same hour of the same weekday in the last four weeks; of others what the rule says.',
    columns: [...alerts('moneyPerHour'), 'alert-rules.moneyPerHour'],
  },
  {
    ...{ id: 'alert-rule', name: 'Rule of alerts', unit: 's, min, as its source', sure: exact },
    definition: 'Where it holds, from which value on, for how long, and after which time it goes to the region.',
    columns: [
      'stores',
      'subjects',
      'threshold',
      'clearAt',
      'windowS',
      'clearS',
      'cooldownS',
      'escalateAfterMinutes',
    ].map((column) => `alert-rules.${column}`),
  },
  {
    ...{ id: 'precision', name: 'Precision of a rule', unit: 'alerts, share', sure: 'as people said' },
    definition: 'Done ÷ (done + false alarms); what was over before anybody judged it is in neither.',
    columns: ['alert-rules.opened', 'alert-rules.done', 'alert-rules.falseAlarms', 'alert-rules.precision'],
  },
  {
    ...{ id: 'note', name: 'Revision of a note', unit: 'number', sure: exact },
    definition: 'How often it was written; what it said before stays in its history.',
    columns: ['notes.revision'],
  },
  {
    ...{ id: 'import', name: 'Import', unit: 'lines', sure: exact },
    definition: 'Accepted + duplicates + rejected are the lines of it.',
    columns: [...imports('id'), ...imports('accepted'), ...imports('duplicates'), ...imports('rejected')],
  },
  {
    ...{ id: 'reject', name: 'Rejected line', unit: 'number', sure: exact },
    definition: 'Where it stands: the line of the file, or the place in a push, and the line within its receipt.',
    columns: ['rejects.line', 'rejects.receiptLine'],
  },
  {
    ...{ id: 'kept', name: 'Days that something is kept', unit: 'days', sure: exact },
    definition: 'After so many it is deleted; empty where the program does not delete it.',
    columns: ['kept.days'],
  },
  {
    ...{ id: 'till-clock', name: 'Clock of a till', unit: 's, share, receipts' },
    definition:
      'By how many seconds it was fast on a business day: the shift at which its receipts fit best with who was seen to leave the tills; the correlation there, and how much lower the next best is.',
    sure: 'corrected only where the fit and its lead are clear',
    columns: ['till-clocks.offsetS', 'till-clocks.score', 'till-clocks.lead', 'till-clocks.receipts'],
  },
  {
    ...{ id: 'node', name: 'Node', unit: 'messages, s, bytes', sure: exact },
    definition:
      'Messages of it that are stored, came twice, came with other content under the same key, could not be read, or are missing below the last; what waits on it, how long it runs, and how often it was restarted.',
    columns: [
      ...['messages', 'duplicates', 'conflicts', 'refused', 'lastSeq', 'missing'].map((it) => `nodes.stored.${it}`),
      ...['nodes.uptimeS', 'nodes.residentBytes', 'nodes.restarts'],
      ...['nodes.outbox.waiting', 'nodes.outbox.bytes', 'nodes.outbox.lastSeq'],
    ],
  },
  {
    ...{ id: 'camera', name: 'Camera', unit: 'frames/s, frames, ms', sure: EXACT },
    definition:
      'Frames that were looked at since the node’s start, how many a second, and the median time of detection.',
    columns: ['cameras.framesPerSecond', 'cameras.frames', 'cameras.detectMs'],
  },
  {
    ...{ id: 'job', name: 'Run of a job', unit: 'tries, share', sure: exact },
    definition: 'Tries of the newest run, how far it is, and what it said of its work.',
    columns: ['jobs.latest.attempts', 'jobs.latest.progress', 'jobs.latest.result'],
  },
  {
    ...{ id: 'people', name: 'Users and deeds', unit: 'number', sure: exact },
    definition: 'Roles of a user, sessions that are open, and the running number of a line of the audit trail.',
    columns: ['users.grants', 'users.sessions', 'audit.id'],
  },
];
