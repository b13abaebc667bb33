import { type FileHandle, open, stat } from 'node:fs/promises';
import type { Disk } from '../bounces/disk/disk.ts';
import { identityOf, sameAfterRemount } from '../bounces/disk/file-identity.ts';
import type { LocalCopy } from '../bounces/pipeline.ts';

/**
 * Bytes of a file on this machine; null unless the file is in exactly this state before and after the read. So a bounce
 * that the DAW is overwriting is never played in place of the old one.
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
    // The volume does not answer, or the file is gone, moved or not readable: the bytes come from elsewhere.
    return null;
  }
}

/** The path of the first copy that is still as it was; null if none is. */
export async function unchangedCopy(copies: readonly LocalCopy[]): Promise<string | null> {
  for (const { path, identity } of copies) {
    const found = await stat(path, { bigint: true }).catch(() => null);
    if (found && sameAfterRemount(identityOf(found), identity)) return path;
  }
  return null;
}

/** Null if the file ends before. */
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
