import { type FileHandle, open } from 'node:fs/promises';
import type { Disk } from '../bounces/disk.ts';
import { identityOf, sameAfterRemount } from '../bounces/file-identity.ts';
import type { LocalCopy } from '../bounces/pipeline.ts';

/**
 * Bytes of a file of this machine, if it is in exactly the state named before and after they are read; else null. So a
 * bounce that the DAW writes anew in that moment is never heard in the place of the old one.
 */
export async function readLocal(
  disk: Disk,
  { path, identity }: LocalCopy,
  position: number,
  length: number,
): Promise<Uint8Array | null> {
  const isSame = async (handle: FileHandle) =>
    sameAfterRemount(identityOf(await handle.stat({ bigint: true })), identity);
  async function read(): Promise<Uint8Array | null> {
    await using handle = await open(path, 'r');
    if (!(await isSame(handle))) return null;
    const bytes = await readFrom(handle, position, Math.min(length, identity.size - position));
    return bytes && (await isSame(handle)) ? bytes : null;
  }
  try {
    return await disk.run(path, read);
  } catch {
    // Its volume does not answer, or it is gone, moved or not ours to read: the same bytes are elsewhere.
    return null;
  }
}

/** Null when they aren't all there. */
export async function readFrom(
  handle: FileHandle,
  position: number,
  length: number,
): Promise<Uint8Array | null> {
  const bytes = new Uint8Array(length);
  for (let filled = 0; filled < length; ) {
    const { bytesRead } = await handle.read(bytes, filled, length - filled, position + filled);
    if (bytesRead === 0) return null;
    filled += bytesRead;
  }
  return bytes;
}
