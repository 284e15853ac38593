export const DAY_MS = 86_400_000;
export const QUARTER_MS = 900_000;

/** What cameras tell, and is summed by line, zone or queue. */
const KINDS = ['traffic', 'zones', 'queues'] as const;
export type Kind = (typeof KINDS)[number];

/** What sums are kept of, by who drops them: whoever stores something that they are made of. */
export const KEPT_OF_CAMERAS: readonly KeptKind[] = [
  ...KINDS.flatMap((kind) => [kind, `${kind}/settled`] as const),
  'published',
  'units',
  'waits',
  'lag',
  'takings',
];
export const KEPT_OF_TILLS = ['products', 'products/month', 'lag', 'takings'] as const;
/** What leaves out the time that notes mark as not seen. */
export const KEPT_OF_NOTES = ['published', 'units', 'waits', 'lag', 'takings'] as const;
export type KeptKind = Kind | `${Kind}/settled` | (typeof KEPT_OF_NOTES)[number] | (typeof KEPT_OF_TILLS)[number];
