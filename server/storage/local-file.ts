import type { FileHandle } from 'node:fs/promises';
import type { ReadableBytes } from '../../audio/bytes.ts';

/** An open file as bytes that can be read anywhere. It stays the caller's to close. */
export async function handleBytes(handle: FileHandle): Promise<ReadableBytes> {
  const { size } = await handle.stat();
  return {
    size,
    async read(position, length) {
      const wanted = Math.min(length, size - position);
      if (wanted <= 0) return new Uint8Array(0);
      const bytes = new Uint8Array(wanted);
      const { bytesRead } = await handle.read(bytes, 0, wanted, position);
      return bytes.subarray(0, bytesRead);
    },
  };
}
