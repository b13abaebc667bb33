import { randomUUID } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { Failure, Outcome } from '../../protocol/wire/error.ts';
import { failure } from '../failure.ts';
import { isNoSpace, noSpace } from '../storage/disk.ts';
import { newRunningHash, type RunningHash, writeHashed } from '../storage/write-hashed.ts';

/** Bytes that came in one go and lie in a file of their own; size in bytes. Whoever has it calls `discard` at the end. */
export type ReceivedFile = { path: string; size: number; sha256: string; discard(): Promise<void> };

/**
 * Streams `source` into a new file in `directory`, hashing it on the way. Fails with `too-large`, `empty-file` or
 * `no-space`; throws what the source throws. Nothing is left behind but what is returned.
 */
export async function receiveFile(
  directory: string,
  source: Readable,
  maximumBytes: number,
): Promise<Outcome<ReceivedFile>> {
  const path = join(directory, randomUUID());
  const discard = () => rm(path, { force: true });
  try {
    const running = await writeNew(path, source, maximumBytes);
    if (running && running.position > 0) {
      return {
        ok: true,
        data: { path, size: running.position, sha256: running.hash.digest('hex'), discard },
      };
    }
    await discard();
    return running ? failure('empty-file', 'The file is empty.') : tooLarge(maximumBytes);
  } catch (error) {
    await discard();
    if (isNoSpace(error)) return noSpace;
    throw error;
  }
}

async function writeNew(path: string, source: Readable, maximumBytes: number): Promise<RunningHash | null> {
  const running = newRunningHash();
  const handle = await open(path, 'wx', 0o600);
  try {
    return (await writeHashed(handle, source, running, { maximumBytes })) ? running : null;
  } finally {
    await handle.close();
  }
}

/** The refusal of a file over the limit, in words that name it: powers of 1,000, as file managers and the app count. */
export function tooLarge(maximumBytes: number): Failure {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  const power = Math.min(Math.floor(Math.log10(Math.max(maximumBytes, 1)) / 3), units.length - 1);
  const amount = Number((maximumBytes / 1000 ** power).toFixed(1));
  return failure('too-large', `The file is larger than this server takes (${amount} ${units[power]}).`);
}
