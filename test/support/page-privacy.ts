import { Privacy } from '../../models/contract/privacy.ts';
import { type PageStateName, valid } from './page-answers.ts';

/** Canned answers about privacy for tests of the page. */
export const privacy = (state: PageStateName): Privacy =>
  valid(Privacy, {
    ...{ store: 'demo', k: state === 'suppressed' ? 5 : 1, kInForce: state === 'suppressed' ? 5 : 1, heatMinutes: 15 },
    grid: { visits: 'zone and 15 minutes', ways: 'store and day', heat: 'cell of 0.5 m and 15 minutes' },
    nodes: [{ node: 'edge-1', cameras: ['door'] }],
    kept: [
      { kind: 'minutes', what: 'counts by minute', why: 'figures of the day', where: 'the gateway', days: 1095 },
      { kind: 'pos', what: 'receipts', why: 'conversion, sales per visitor', where: 'the gateway', days: 730 },
      { kind: 'audit', what: 'who changed what', why: 'to find misuse', where: 'the gateway', days: 3650 },
    ],
    exempt: [{ figure: 'queue length', why: 'a long queue is to be shortened at once', roles: ['viewer', 'manager'] }],
    never: ['figures of one member of staff', 'figures of a till that one person runs'],
    documents: ['kept', 'dpia', 'sign', 'record'],
  });
export const privacyDocument = `# We count visits here

1 camera in Demo store counts how many people come in, where they stop and how long they wait.

- No picture is stored, and nobody is recognised.
- Only counts are kept, for 1095 days at most.

## How long it is kept

| What | Why | Where | How long |
| --- | --- | --- | --- |
| counts by minute | figures of the day | the \`gateway\` | 1095 days |

Who is responsible: ____________________ Questions: ____________________
`;
