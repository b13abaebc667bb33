/**
 * Bytes that can be read anywhere: a file, a part of one, or one made from another. `read` answers fewer bytes than
 * asked for only where they end.
 */
export type ReadableBytes = { size: number; read(position: number, length: number): Promise<Uint8Array> };

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Latin-1, as the names of chunks are. */
export function textOf(bytes: Uint8Array, start = 0, end = bytes.length): string {
  return String.fromCharCode(...bytes.subarray(start, end));
}

/** Reads `length` bytes from `position`; null when they aren't all there. */
export async function readExactly(
  file: ReadableBytes,
  position: number,
  length: number,
): Promise<Uint8Array | null> {
  const bytes = await file.read(position, length);
  return bytes.length === length ? bytes : null;
}
