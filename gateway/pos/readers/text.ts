import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { AisleError } from '../../../models/contract/errors.ts';

export type Encoding = 'auto' | 'utf-8' | 'latin1' | 'utf-16le' | 'utf-16be';

/** A packed file may become so long: 1 GB of gzip can hold a thousand times as much, and imports wait for each other. */
const MAX_UNPACKED_BYTES = 4 * 1024 ** 3;

/** What a file is made of, with a gzip around it taken away. Throws BAD_INPUT where that is too long. */
export async function* unpacked(
  chunks: AsyncIterable<Buffer>,
  name: string,
  mostBytes = MAX_UNPACKED_BYTES,
): AsyncGenerator<Buffer> {
  const [first, rest] = await headOf(chunks);
  const all = joined(first, rest);
  if (first.length < 2 || first[0] !== 0x1f || first[1] !== 0x8b) return yield* all;
  const gunzip = createGunzip();
  const source = Readable.from(all);
  source.on('error', (error) => gunzip.destroy(error));
  source.pipe(gunzip);
  try {
    let bytes = 0;
    for await (const chunk of gunzip as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > mostBytes) {
        throw new AisleError(
          'BAD_INPUT',
          `${name} is longer than ${mostBytes} bytes when unpacked`,
          'Send it in parts.',
        );
      }
      yield chunk;
    }
  } catch (cause) {
    if (cause instanceof AisleError) throw cause;
    throw new AisleError('BAD_INPUT', `${name} is a damaged gzip file: ${(cause as Error).message}`, 'Send it again.', {
      cause,
    });
  }
}

/**
 * The text as UTF-8 without a byte order mark. `auto`: as a mark says; else UTF-8 where the beginning is that, and
 * Windows-1252 (Latin-1 with its gaps filled) where it is not. Throws BAD_INPUT at what is no text.
 */
export async function* asUtf8(chunks: AsyncIterable<Buffer>, encoding: Encoding, name: string): AsyncGenerator<Buffer> {
  const [first, rest] = await headOf(chunks);
  const found = encoding === 'auto' ? guess(first, name) : encoding;
  const all = joined(found === 'utf-8' && hasMark(first) ? first.subarray(3) : first, rest);
  if (found === 'utf-8') return yield* all;
  const decoder = new TextDecoder(found === 'latin1' ? 'windows-1252' : found);
  for await (const chunk of all) yield Buffer.from(decoder.decode(chunk, { stream: true }));
  yield Buffer.from(decoder.decode());
}

const hasMark = (head: Buffer) => head.length >= 3 && head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf;

function guess(head: Buffer, name: string): Exclude<Encoding, 'auto'> {
  if (hasMark(head)) return 'utf-8';
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const declared = /^<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']/.exec(
    head.toString('latin1', 0, 300),
  );
  if (declared && LATIN.test(declared[1])) return 'latin1';
  if (declared && !/^(utf-?8|us-ascii)$/i.test(declared[1])) {
    throw new AisleError('BAD_INPUT', `${name} says that it is ${declared[1]}`, 'Send it as UTF-8 or ISO-8859-1.');
  }
  if (head.includes(0)) {
    const wide = wideText(head);
    if (wide) return wide;
    if (head.toString('latin1', 0, 4) === 'PK\x03\x04') {
      const fix = 'Unpack it, or save the sheet as CSV.';
      throw new AisleError('BAD_INPUT', `${name} is a zip archive, or a spreadsheet, which is one too`, fix);
    }
    throw new AisleError(
      'BAD_INPUT',
      `${name} is no text file`,
      'Send it as text: CSV, NDJSON, JSON or XML, also with gzip.',
    );
  }
  try {
    // The head may end within a character.
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    return 'utf-8';
  } catch {
    return 'latin1';
  }
}

/** Text that is mostly in Latin letters has a zero in every other byte of UTF-16; binary data has not. */
function wideText(head: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  const zeros = [0, 0];
  const bytes = Math.min(head.length, 2000);
  for (let at = 0; at < bytes; at++) if (head[at] === 0) zeros[at % 2]++;
  const [even, odd] = zeros.map((n) => n / (bytes / 2));
  return odd > 0.7 && even < 0.05 ? 'utf-16le' : even > 0.7 && odd < 0.05 ? 'utf-16be' : undefined;
}

const LATIN = /^(iso-?8859-1|latin-?1|windows-1252|cp1252)$/i;
const HEAD_BYTES = 1 << 16;

/** The beginning, and what follows it. */
async function headOf(chunks: AsyncIterable<Buffer>): Promise<[Buffer, AsyncIterator<Buffer>]> {
  const iterator = chunks[Symbol.asyncIterator]();
  const parts: Buffer[] = [];
  for (let length = 0; length < HEAD_BYTES; ) {
    const next = await iterator.next();
    if (next.done) break;
    parts.push(next.value);
    length += next.value.length;
  }
  return [Buffer.concat(parts), iterator];
}

async function* joined(first: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  try {
    if (first.length > 0) yield first;
    for (;;) {
      const next = await rest.next();
      if (next.done) return;
      yield next.value;
    }
  } finally {
    // Whoever stops early lets the file go.
    await rest.return?.();
  }
}
