import { randomUUID } from 'node:crypto';
import { createWriteStream, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** A file that is sent may be as long as it comes; readers/text.ts says how long unpacked. */
export const MAX_UPLOAD_BYTES = 1024 ** 3;

/** Folder of the files that are being sent, beside the data base. */
export const UPLOADS = 'uploads';

/** Writes what is sent into a file of its own, for its owner alone, and takes it away when `use` is done with it. */
export async function withUpload<T>(
  statePath: string,
  body: Readable,
  use: (path: string) => Promise<T>,
  limitBytes = MAX_UPLOAD_BYTES,
): Promise<T> {
  const folder = join(statePath, UPLOADS);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, randomUUID());
  let bytes = 0;
  const limit = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes <= limitBytes) return done(null, chunk);
      done(Object.assign(new Error(`the file is longer than ${limitBytes} bytes`), { statusCode: 413 }));
    },
  });
  try {
    await pipeline(body, limit, createWriteStream(path, { mode: 0o600, flags: 'wx' }));
    return await use(path);
  } finally {
    rmSync(path, { force: true });
  }
}
