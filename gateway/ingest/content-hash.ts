import { createHash } from 'node:crypto';

/** SHA-256 of a JSON value's content: the order of an object's keys and white space do not matter. */
export const contentHash = (value: unknown): string => textHash(JSON.stringify(sorted(value)));

export const textHash = (text: string): string => createHash('sha256').update(text).digest('hex');

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}
