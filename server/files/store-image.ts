import type { Readable } from 'node:stream';
import type { Outcome } from '../../protocol/wire/error.ts';
import { failure } from '../failure.ts';
import type { BlobStore } from '../storage/folder-blob-store.ts';
import { keepBytes } from './add-file.ts';
import { receiveFile } from './receive-file.ts';
import { sniffType } from './sniff-type.ts';

/** Largest picture of a project or vibe, in bytes (10 MiB). */
const maximumImageBytes = 10 * 1024 ** 2;

/**
 * Keeps a picture (PNG, JPEG, WebP or GIF by its content; an SVG is a program and refused). Bytes that no row names
 * within a day are swept away. Fails with `too-large`, `empty-file`, `unsupported-type` or `no-space`.
 */
export async function storeImage(
  blobs: BlobStore,
  stream: Readable,
): Promise<Outcome<{ sha256: string; mimeType: string; size: number }>> {
  const received = await receiveFile(blobs.incomingDirectory, stream, maximumImageBytes);
  if (!received.ok) return received;
  const { path, sha256, size, discard } = received.data;
  try {
    const sniffed = await sniffType(path);
    if (sniffed?.type !== 'IMAGE') {
      return failure('unsupported-type', 'This is no PNG, JPEG, WebP or GIF picture.');
    }
    const kept = await keepBytes(blobs, path, sha256);
    return kept.ok ? { ok: true, data: { sha256, size, mimeType: sniffed.mimeType } } : kept;
  } finally {
    await discard();
  }
}
