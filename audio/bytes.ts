/**
 * Bytes that can be read at any position, such as a file or a conversion of one. `read` returns fewer bytes than
 * requested only at the end.
 */
export type ReadableBytes = {
  size: number;
  read(position: number, length: number): Promise<Uint8Array>;
  /** Takes back what `read` returned, so that a later read can use its memory. */
  release?(bytes: Uint8Array): void;
};

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Decodes Latin-1, the encoding of chunk names. */
export function textOf(bytes: Uint8Array, start = 0, end = bytes.length): string {
  return String.fromCharCode(...bytes.subarray(start, end));
}

/** Reads `length` bytes from `position`; null if there are fewer. */
export async function readExactly(
  file: ReadableBytes,
  position: number,
  length: number,
): Promise<Uint8Array | null> {
  const bytes = await file.read(position, length);
  return bytes.length === length ? bytes : null;
}
