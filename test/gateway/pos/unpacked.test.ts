import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { unpacked } from '../../../gateway/pos/readers/text.ts';

async function* chunksOf(data: Buffer) {
  for (let at = 0; at < data.length; at += 1000) yield data.subarray(at, at + 1000);
}
const lengthOf = async (data: Buffer, most: number) => {
  let bytes = 0;
  for await (const chunk of unpacked(chunksOf(data), 'sales.csv.gz', most)) bytes += chunk.length;
  return bytes;
};

it('unpacks up to a length, and no more of a file that is all zeros', async () => {
  const bomb = gzipSync(Buffer.alloc(5_000_000));
  expect(await lengthOf(bomb, 5_000_000)).toBe(5_000_000);
  await expect(lengthOf(bomb, 4_999_999)).rejects.toMatchObject({ code: 'BAD_INPUT' });
});
