import { createHash, type Hash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import type { Readable } from 'node:stream';

/** SHA-256 of a file's first `position` bytes. */
export type RunningHash = { hash: Hash; position: number };

export function newRunningHash(): RunningHash {
  return { hash: createHash('sha256'), position: 0 };
}

/**
 * Writes `source` to the file from `running.position` on, hashing each chunk while it is written. One chunk at a time:
 * a slow disk slows the sender instead of filling memory. Returns false as soon as the file would exceed
 * `maximumBytes`.
 *
 * If the source fails, `running` still agrees with the disk, and the rest can follow later. If the disk fails,
 * `running` restarts from zero, because it has seen bytes that the disk may lack. Throws either error.
 * `ownsChunks`: the source hands out each chunk once and keeps no part of it, which is true for a request, but not for
 * the parts of a form.
 */
export async function writeHashed(
  handle: FileHandle,
  source: Readable,
  running: RunningHash,
  { maximumBytes = Number.POSITIVE_INFINITY, ownsChunks = false } = {},
): Promise<boolean> {
  for await (const chunk of source as AsyncIterable<Buffer>) {
    if (running.position + chunk.length > maximumBytes) return false;
    const writing = writeAll(handle, chunk, running.position);
    running.hash.update(chunk);
    try {
      await writing;
    } catch (error) {
      Object.assign(running, newRunningHash());
      throw error;
    }
    running.position += chunk.length;
    if (ownsChunks) release(chunk);
  }
  return true;
}

/**
 * Frees a chunk's memory now: V8 waits until 64 MB of it have accumulated. Only for a chunk that nothing else refers
 * to.
 */
function release({ buffer, length }: Buffer): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === length) buffer.transfer(0);
}

/** A single write may take only some of the bytes, for example just before the disk is full. */
async function writeAll(handle: FileHandle, chunk: Buffer, position: number): Promise<void> {
  let written = 0;
  while (written < chunk.length) {
    const { bytesWritten } = await handle.write(chunk, written, chunk.length - written, position + written);
    written += bytesWritten;
  }
}
