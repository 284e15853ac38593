import type { Privacy, PrivacyDocument } from '../contract/privacy.ts';
import type { Site } from '../contract/site.ts';

type Facts = { site: Site; privacy: Privacy };
const list = (items: readonly string[]): string => items.map((item) => `- ${item}`).join('\n');
const name = ({ site }: Facts): string => site.name ?? site.store;
const days = (n: number | null): string => {
  if (n === null) return 'until somebody deletes it';
  return n === 1 ? '1 day' : `${n} days`;
};
const many = (n: number, one: string): string => (n === 1 ? `1 ${one}` : `${n} ${one}s`);
/** How many days the kinds are kept that are deleted at all. */
const spans = ({ privacy }: Facts): number[] => privacy.kept.flatMap((row) => row.days ?? []);
const cell = (text: string): string => text.replaceAll('|', '\\|');
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');

const keptTable = ({ privacy }: Facts): string =>
  table(
    ['What', 'Why', 'Where', 'How long'],
    privacy.kept.map(({ what, why, where, days: n }) => [what, why, where, days(n)]),
  );

function publishing({ privacy }: Facts): string {
  const { k, kInForce } = privacy;
  if (kInForce === 1) {
    return 'k is 1: figures of single visits are published. This is for demonstrations; a store with real customers needs a k of 3 or more (the default is 5).';
  }
  return `k is ${kInForce}${k === kInForce ? '' : ` (the site file says ${k}, which would hide nothing where zeros are shown)`}: a figure about visits, ways and what people do at shelves is published only where it counts ${kInForce} visits or more. Smaller ones are left out, and so are others from which they could be worked out, so that no sum or difference of published figures gives them away. What only a part of the visits did (stayed, stopped, reached into a shelf, came together, gave up waiting) is published where ${kInForce} or more did it and ${kInForce} or more did not, or none; medians are made of groups of ${kInForce} or more. In the heat map and in ways few look like none. Visits are published by ${privacy.grid.visits}, ways by ${privacy.grid.ways}, the heat map by ${privacy.grid.heat}.`;
}

/** k is held against what is shown; who reads the file of the data base is shown all of it. */
const INSIDE =
  'The data base, its views for reports of your own (`view_zones`, `view_traffic` …), its back-ups and what the nodes send hold sums of single minutes and periods, small ones with them. The limit above is not held against whoever may read these files: keep them from everybody who may not see single visits, and give out exports instead, which are protected as the page is.';

const exempt = ({ privacy }: Facts): string =>
  list(privacy.exempt.map(({ figure, why, roles }) => `${figure} (${why}), to: ${roles.join(', ') || 'nobody'}`));

const kept = (facts: Facts): string => `# What is kept in ${name(facts)}, and why

Cameras count people. A computer in the store finds people in each picture, follows them while they are in view, and adds up what it saw minute by minute. Pictures are not stored. Only sums leave that computer; heat and ways in periods of ${minutesOf(facts)}, without cells and ways of fewer than 3 visits.

${keptTable(facts)}

## What is published

${publishing(facts)}

Published without that limit:

${exempt(facts)}

Never published:

${list(facts.privacy.never)}

## Who reads the data base itself

${INSIDE}
`;

const minutesOf = ({ privacy }: Facts): string =>
  privacy.heatMinutes === 1 ? '1 minute' : `${privacy.heatMinutes} minutes`;

const sign = (facts: Facts): string => {
  const { site, privacy } = facts;
  const cameras = site.cameras.length;
  const longest = Math.max(...privacy.kept.filter(({ kind }) => COUNTS.includes(kind)).map((row) => row.days ?? 0));
  return `# We count visits here

${many(cameras, 'camera')} in ${name(facts)} count${cameras === 1 ? 's' : ''} how many people come in, where they stop and how long they wait.

- No picture is stored, and nobody is recognised.
- Only counts are kept, for ${days(longest)} at most.
- ${privacy.kInForce > 1 ? `Groups of fewer than ${privacy.kInForce} visits are left out of what is shown.` : 'This is a demonstration: single visits are shown as well.'}

Who is responsible: ____________________ Questions: ____________________
More: ask for "What is kept, and why".
`;
};
const COUNTS = ['minutes', 'ways', 'heat'];

const record = (facts: Facts): string => {
  const { site, privacy } = facts;
  const cameras = privacy.nodes.map(({ node, cameras: of }) => `${node} (cameras ${of.join(', ') || 'none'})`);
  return `# Record of processing: counting of visits in ${name(facts)}

Draft from the configuration of the store \`${site.store}\`. What is underlined is for whoever is responsible to fill in.

${table(
  ['', ''],
  [
    ['Controller', '____________________'],
    ['Data protection officer', '____________________'],
    ['Purpose', [...new Set(privacy.kept.map(({ why }) => why))].join('; ')],
    [
      'People concerned',
      `visitors of the store; staff, who are left out of the counts${hasTills(site) ? '; customers of the tills, holders of loyalty cards' : ''}; users of the program`,
    ],
    ['Data', privacy.kept.map(({ what }) => what).join('; ')],
    ['Source', `nodes ${cameras.join('; ')}`],
    ['Recipients', `users of the program in the store and its region by their roles; others: ____________________`],
    ['Transfer to other countries', 'none by the program; ____________________'],
    [
      'Protection',
      `pictures stay in the memory of the node; ${publishingShort(facts)}; loyalty numbers as keyed hashes; roles, audit trail`,
    ],
  ],
)}

${INSIDE}

## How long it is kept

${keptTable(facts)}
`;
};
const hasTills = (site: Site): boolean => site.zones.some(({ kind }) => kind === 'till' || kind === 'queue');
const publishingShort = ({ privacy }: Facts): string =>
  privacy.kInForce > 1
    ? `figures of fewer than ${privacy.kInForce} visits are left out, but for those that are named as exempt`
    : 'single visits are published (k = 1)';

const dpia = (facts: Facts): string => {
  const { site, privacy } = facts;
  const fixtures = site.zones.filter(({ kind }) => kind === 'fixture').length;
  return `# Data protection impact assessment: ${name(facts)} (draft)

Made from the configuration (what is written here changes when that does). It lists what the program does; whether that is lawful, needed and in proportion is for the controller to judge: ____________________.

## What is done

${many(site.cameras.length, 'camera')} on ${many(site.floors.length, 'floor')} watch ${many(site.zones.length, 'zone')} (${fixtures} in front of shelves) and ${many(site.lines.length, 'line')}. ${many(privacy.nodes.length, 'node')} turn${privacy.nodes.length === 1 ? 's' : ''} pictures into counts at once.

${keptTable(facts)}

## What is published

${publishing(facts)}

${exempt(facts)}

Inside: ${INSIDE}

## Risks, and what is done about them

${table(
  ['Risk', 'What is done', 'What is left'],
  [
    [
      'Somebody is recognised in a picture',
      'pictures are not stored and do not leave the node',
      'whoever controls the node controls the cameras',
    ],
    [
      'Somebody is followed through the store',
      'counts bear no number of a person; small ways stay on the node',
      'in an empty store the one who is there is known by seeing',
    ],
    [
      'A single visit is read from figures',
      publishingShort(facts),
      privacy.kInForce > 1
        ? `who knows of all others in a cell of ${privacy.kInForce} learns of the last; averages of small groups say much about each`
        : 'all of it, while k is 1',
    ],
    [
      'Small numbers are read from the data base, its views or a back-up, past what is published',
      'the files are for the account that runs the program; roles and tokens give no way to them',
      'whoever administers the machine, or is given a copy, reads the sums of single minutes',
    ],
    [
      'Staff are watched',
      'staff are left out; nothing about one till or one employee is published',
      'staff who are taken for visitors are counted as such',
    ],
    [
      'Purchases are tied to a person',
      'loyalty numbers are stored as keyed hashes, can be exported and erased',
      'whoever has the key and the number can find the receipts',
    ],
    [
      'Data is kept for too long',
      `most kinds are deleted after ${Math.min(...spans(facts))} to ${Math.max(...spans(facts))} days`,
      'back-ups hold it for as long as they are kept',
    ],
  ],
)}

## Measures that are for the controller

- a sign at each door (the text is generated as well)
- agreement with those who represent the staff: ____________________
- who answers requests, and how fast: ____________________
`;
};

const TEXTS: Record<PrivacyDocument, (facts: Facts) => string> = { kept, dpia, sign, record };

/** A document in Markdown, made of what the configuration says now. */
export const privacyDocument = (document: PrivacyDocument, facts: Facts): string => TEXTS[document](facts);
