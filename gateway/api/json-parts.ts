import { Readable } from 'node:stream';
import { partByPart } from '../turns.ts';

/** Lists of more items than this are written in parts. */
const MOST = 200;
/** Answers have their lists at the top, or in the items of a list at the top. */
const DEEPEST = 4;

/** JSON of an answer: at once where that takes no time, else as a stream between whose parts others have their turn. */
export const jsonOf = (answer: unknown): string | Readable =>
  isLong(answer, DEEPEST) ? Readable.from(partByPart(jsonParts(answer))) : JSON.stringify(answer);

/** The text of `JSON.stringify`, in parts. */
export function* jsonParts(value: unknown, depth = DEEPEST): Generator<string> {
  if (!isLong(value, depth)) yield JSON.stringify(value);
  else if (Array.isArray(value)) yield* listParts(value, depth);
  else yield* objectParts(value as Record<string, unknown>, depth);
}

function* objectParts(value: Record<string, unknown>, depth: number): Generator<string> {
  let before = '{';
  for (const [key, inner] of Object.entries(value)) {
    if (inner === undefined) continue;
    yield `${before}${JSON.stringify(key)}:`;
    yield* jsonParts(inner, depth - 1);
    before = ',';
  }
  yield '}';
}

function* listParts(list: readonly unknown[], depth: number): Generator<string> {
  const long = list.length <= MOST;
  let before = '[';
  for (let from = 0; from < list.length; from += long ? 1 : MOST) {
    yield before;
    if (long) yield* jsonParts(list[from] ?? null, depth - 1);
    else yield JSON.stringify(list.slice(from, from + MOST)).slice(1, -1);
    before = ',';
  }
  yield ']';
}

/** Whether a value is, or holds, a list of many items. */
function isLong(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null || depth === 0) return false;
  if (Array.isArray(value)) return value.length > MOST || value.some((item) => isLong(item, depth - 1));
  return Object.values(value).some((item) => isLong(item, depth - 1));
}
