import type { Logger } from 'pino';
import { ReadingFailed } from '../../audio/reading/reading-threads.ts';
import { createSerialQueue } from '../../common/serial-queue.ts';
import type { ArchiveContents } from '../../protocol/wire/file.ts';
import { openBlob } from '../files/send-blob.ts';
import type { BlobStore } from '../storage/blob-store.ts';
import type { StoredBytes } from '../storage/stored-bytes.ts';

/** Reads what a ZIP holds; null if it is unreadable. */
export type ReadContents = (sha256: string) => Promise<ArchiveContents | null>;

const mostKept = 100;

/** Reads one archive at a time and keeps the last answers, which never change. */
export function createContentsCache(
  blobs: Pick<BlobStore, 'open'>,
  readZip: (bytes: StoredBytes) => Promise<ArchiveContents | null>,
  log: Logger,
): ReadContents {
  const queue = createSerialQueue();
  /** By hash, the last used one last. */
  const kept = new Map<string, ArchiveContents | null>();

  async function read(sha256: string): Promise<ArchiveContents | null> {
    const known = kept.get(sha256);
    if (known !== undefined) return keep(sha256, known);
    await using bytes = await openBlob(blobs, sha256);
    try {
      return keep(sha256, await readZip(bytes));
    } catch (error) {
      if (!(error instanceof ReadingFailed)) throw error;
      log.warn({ sha256, reason: error.message }, 'could not read what a ZIP holds');
      return keep(sha256, null);
    }
  }

  function keep(sha256: string, contents: ArchiveContents | null): ArchiveContents | null {
    kept.delete(sha256);
    kept.set(sha256, contents);
    const [oldest] = kept.keys();
    if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
    return contents;
  }

  return (sha256) => queue.run(() => read(sha256));
}
