import type { Outgoing } from '../../edge/outbox/outbox.ts';
import { traffic } from './messages.ts';

export const REVISION = '0123456789abcdef';

/** The aggregate of the n-th minute: `count` went in. */
export const minute = (n: number, count = 1): Outgoing => ({
  family: 'agg',
  kind: 'traffic',
  late: false,
  data: traffic(n, { in: count, out: 0 }),
});

export const minutes = (from: number, count: number): Outgoing[] =>
  Array.from({ length: count }, (_, i) => minute(from + i));
