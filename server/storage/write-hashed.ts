import { createHash, type Hash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import type { Readable } from 'node:stream';

/** SHA-256 of a file's first `position` bytes. */
export type RunningHash = { hash: Hash; position: number };

export function newRunningHash(): RunningHash {
  return { hash: createHash('sha256'), position: 0 };
}

/**
 * Writes `source` to the file from `running.position` on, hashing each chunk while the disk takes it; one chunk at
 * a time, so a slow disk slows the sender instead of filling memory. Stops and says false as soon as more than
 * `maximumBytes` would stand in the file.
 *
 * If the source breaks off, `running` still agrees with the disk, and the rest can follow later. If the disk fails,
 * `running` starts over from zero, because it has seen bytes that the disk may not hold. Throws either error.
 * `ownsChunks`: the source hands out each chunk once and keeps no part of it, as a request does (a form's parts don't).
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
 * Gives a chunk's memory back now: V8 looks for such memory only once 64 MB of it have gathered. Only for a chunk that
 * nothing else can hold a part of.
 */
function release({ buffer, length }: Buffer): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === length) buffer.transfer(0);
}

/** A single write may take only a part of the bytes: just before the disk is full, for one. */
async function writeAll(handle: FileHandle, chunk: Buffer, position: number): Promise<void> {
  let written = 0;
  while (written < chunk.length) {
    const { bytesWritten } = await handle.write(chunk, written, chunk.length - written, position + written);
    written += bytesWritten;
  }
}
