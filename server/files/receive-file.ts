import type { Readable } from 'node:stream';
import type { Failure, Outcome } from '../../protocol/wire/error.ts';
import { failure } from '../failure.ts';
import type { BlobStore, ReceivedBytes } from '../storage/blob-store.ts';
import { isNoSpace, noSpace } from '../storage/disk.ts';

/**
 * Receives a whole file from `source`; dispose of it when done. Fails with `too-large`, `empty-file` or `no-space`, and
 * throws what the source throws.
 */
export async function receiveFile(
  blobs: BlobStore,
  source: Readable,
  maximumBytes: number,
): Promise<Outcome<ReceivedBytes>> {
  try {
    const received = await blobs.receive(source, maximumBytes);
    if (!received) return tooLarge(maximumBytes);
    if (received.size > 0) return { ok: true, data: received };
    await received[Symbol.asyncDispose]();
    return failure('empty-file', 'The file is empty.');
  } catch (error) {
    if (isNoSpace(error)) return noSpace;
    throw error;
  }
}

/** Names the limit in powers of 1,000, as file managers and the app count. */
export function tooLarge(maximumBytes: number): Failure {
  return failure('too-large', `The file is larger than this server accepts (${sizeText(maximumBytes)}).`);
}

export function sizeText(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  const power = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), units.length - 1);
  return `${Number((bytes / 1000 ** power).toFixed(1))} ${units[power]}`;
}
