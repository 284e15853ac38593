import { MAX_RECORD_BYTES } from './reader.ts';

export interface TextLine {
  /** From 1. */
  number: number;
  /** Undefined: it was too long, and is gone. */
  text: string | undefined;
}

const NEWLINE = 10;
const RETURN = 13;

/** The lines of a text in UTF-8, those of each chunk at once. No more than a chunk and one longest line are held. */
export async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<TextLine[]> {
  let parts: Buffer[] = [];
  let bytes = 0;
  let number = 0;
  const end = (last: Buffer): TextLine => {
    number++;
    bytes += last.length;
    const whole = parts.length === 0 ? last : Buffer.concat([...parts, last]);
    const tooLong = bytes > MAX_RECORD_BYTES;
    [parts, bytes] = [[], 0];
    if (tooLong) return { number, text: undefined };
    const length = whole.at(-1) === RETURN ? whole.length - 1 : whole.length;
    return { number, text: whole.toString('utf8', 0, length) };
  };
  for await (const chunk of chunks) {
    const lines: TextLine[] = [];
    let from = 0;
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, from)) {
      lines.push(end(chunk.subarray(from, at)));
      from = at + 1;
    }
    if (lines.length > 0) yield lines;
    if (from === chunk.length) continue;
    bytes += chunk.length - from;
    if (bytes > MAX_RECORD_BYTES) parts = [];
    else parts.push(chunk.subarray(from));
  }
  if (bytes > 0) yield [end(Buffer.alloc(0))];
}
