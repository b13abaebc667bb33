import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { errorCode } from './disk.ts';
import type { StoredBytes } from './stored-bytes.ts';

/** A file of this machine, open for reading. Throws what the file system says, `ENOENT` included. */
export async function openLocalFile(path: string): Promise<StoredBytes> {
  const handle = await open(path, 'r');
  let size: number;
  try {
    ({ size } = await handle.stat());
  } catch (error) {
    await handle.close();
    throw error;
  }
  return {
    size,
    async read(position, length) {
      const wanted = Math.min(length, size - position);
      if (wanted <= 0) return new Uint8Array(0);
      const bytes = Buffer.allocUnsafeSlow(wanted);
      const { bytesRead } = await handle.read(bytes, 0, wanted, position);
      return bytes.subarray(0, bytesRead);
    },
    stream: (range) => createReadStream(path, range),
    withLocalFile: (use) => use(path),
    [Symbol.asyncDispose]: () => handle.close(),
  };
}

/** The same, or null if there is no such file. */
export async function openIfThere(path: string): Promise<StoredBytes | null> {
  try {
    return await openLocalFile(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}
