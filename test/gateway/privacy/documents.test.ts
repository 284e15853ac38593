import { describe, expect, it } from 'vitest';
import { privacyOf } from '../../../gateway/privacy/answer.ts';
import { PRIVACY_DOCUMENTS } from '../../../models/contract/privacy.ts';
import type { Site } from '../../../models/contract/site.ts';
import { privacyDocument } from '../../../models/privacy/documents.ts';
import { cutoffs, RETENTION_KINDS } from '../../../models/privacy/retention.ts';
import { SHOP_ZONES, testSite } from '../../support/gateway.ts';

const site = (change: (site: Site) => void = () => {}): Site => {
  const made = structuredClone(testSite({ k: 5, zones: SHOP_ZONES }).site);
  change(made);
  return made;
};
const text = (document: (typeof PRIVACY_DOCUMENTS)[number], of: Site): string =>
  privacyDocument(document, { site: of, privacy: privacyOf(of) });

describe.each(PRIVACY_DOCUMENTS)('the document %s', (document) => {
  it('is Markdown with a title and nothing of a program in it', () => {
    const said = text(document, site());
    expect(said).toMatch(/^# \S/);
    expect(said).not.toMatch(/undefined|NaN|\[object|<\w/);
  });

  it.each<[string, (site: Site) => void]>([
    ['k', (it) => (it.privacy.k = 10)],
    ['how long something is kept', (it) => (it.retentionDays = { minutes: 1234 })],
    ['the name of the store', (it) => (it.name = 'Corner shop')],
  ])('changes with %s', (_, change) => {
    expect(text(document, site(change))).not.toBe(text(document, site()));
  });
});

it('says what a document must', () => {
  expect(text('kept', site())).toContain('k is 5');
  expect(
    text(
      'kept',
      site((it) => (it.privacy.k = 2)),
    ),
  ).toContain('k is 3 (the site file says 2');
  expect(
    text(
      'kept',
      site((it) => (it.privacy.k = 1)),
    ),
  ).toContain('k is 1');
  expect(text('sign', site())).toContain('fewer than 5 visits');
  expect(text('record', site())).toContain('edge-1 (cameras door)');
  expect(
    text(
      'dpia',
      site((it) => (it.retentionDays = { messages: 7 })),
    ),
  ).toContain('after 7 to 1100 days');
});

it.each(['kept', 'record', 'dpia'] as const)('says in %s that the data base itself is not protected', (document) => {
  expect(text(document, site())).toContain('The limit above is not held against whoever may read these files');
});

it('names what is exempt with the roles that see it', () => {
  const { exempt, kept } = privacyOf(site((it) => (it.retentionDays = { heat: 90 })));
  expect(exempt[0].figure).toContain('queue');
  expect(exempt[0].roles).toEqual(['viewer', 'manager', 'planner', 'ops', 'admin']);
  expect(kept.find(({ kind }) => kind === 'heat')!.days).toBe(90);
});

it('deletes whole days of the store', () => {
  const day = 86_400_000;
  const dayStart = (tMs: number) => Math.floor(tMs / day) * day;
  const all = cutoffs(500 * day + 12 * 3_600_000, { heat: 10 }, dayStart);
  expect(all.map(({ kind }) => kind)).toEqual(RETENTION_KINDS);
  expect(all.find(({ kind }) => kind === 'heat')!.beforeMs).toBe(490 * day);
  expect(all.find(({ kind }) => kind === 'messages')!.beforeMs).toBe(470 * day);
});
