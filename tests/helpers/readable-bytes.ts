import type { ReadableBytes } from '../../audio/bytes.ts';

/** Bytes in memory, as a store answers them. */
export function readableOf(bytes: Uint8Array): ReadableBytes {
  return { size: bytes.length, read: async (at, length) => bytes.subarray(at, at + length) };
}
