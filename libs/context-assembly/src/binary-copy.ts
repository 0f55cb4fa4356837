/** One value of a row for `COPY … FROM STDIN (FORMAT binary)`; null is SQL's. */
export type BinaryValue =
  | { readonly text: string }
  | { readonly int4: number }
  | { readonly float8: number }
  | { readonly bytea: Buffer }
  | null;

/** Signature, flags and header extension (PostgreSQL documentation, COPY, "Binary Format"). */
export const BINARY_COPY_START = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
export const BINARY_COPY_END = Buffer.from([0xff, 0xff]);

export function binaryRow(values: readonly BinaryValue[]): Buffer {
  const count = Buffer.alloc(2);
  count.writeInt16BE(values.length);
  return Buffer.concat([count, ...values.flatMap(fieldOf)]);
}

function fieldOf(value: BinaryValue): Buffer[] {
  const length = Buffer.alloc(4);
  const bytes = value === null ? undefined : bytesOf(value);
  length.writeInt32BE(bytes?.length ?? -1);
  return bytes === undefined ? [length] : [length, bytes];
}

function bytesOf(value: NonNullable<BinaryValue>): Buffer {
  if ('text' in value) return Buffer.from(value.text, 'utf8');
  if ('bytea' in value) return value.bytea;
  if ('int4' in value) {
    const bytes = Buffer.alloc(4);
    bytes.writeInt32BE(value.int4);
    return bytes;
  }
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(value.float8);
  return bytes;
}
