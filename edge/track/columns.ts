type Column = Float64Array | Float32Array | Int32Array | Uint8Array;

/** Columns of equal length by name, each with its number of values a row. */
export type Columns = Readonly<Record<string, readonly [column: Column, stride: number]>>;

/** Rows of columns as plain data: the bytes of each column in base64. */
export type PackedColumns = Record<string, string>;

/**
 * Copies rows out of columns: the first `count`, or those that `rows` names. Bytes and not numbers, because JSON has no
 * NaN, no infinity and no −0, and writes a single-precision number in 18 digits: exact to the bit, and a third of the size.
 */
export function pack(columns: Columns, count: number, rows?: Int32Array): PackedColumns {
  const packed: PackedColumns = {};
  for (const [name, [column, stride]] of Object.entries(columns)) {
    const size = stride * column.BYTES_PER_ELEMENT;
    const from = bytesOf(column);
    const bytes = Buffer.allocUnsafe(count * size);
    for (let i = 0; i < count; i++) {
      const row = rows ? rows[i] : i;
      bytes.set(from.subarray(row * size, (row + 1) * size), i * size);
    }
    packed[name] = bytes.toString('base64');
  }
  return packed;
}

/** Writes packed rows to the first rows of columns, which have room for them. */
export function unpack(columns: Columns, packed: PackedColumns): void {
  for (const [name, [column]] of Object.entries(columns)) bytesOf(column).set(Buffer.from(packed[name], 'base64'));
}

const bytesOf = (column: Column) => new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
