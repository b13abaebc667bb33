import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { FilePeaks } from '../../protocol/wire/peaks.ts';
import type { Database } from '../db/schema.ts';
import type { BlobStore } from '../storage/folder-blob-store.ts';
import { createPeaksThread } from './measuring-thread.ts';

/** Bytes of which a waveform is wanted. */
export type Sound = { sha256: string; mimeType: string };

export type PeaksState = { kind: 'ready'; bytes: Buffer } | { kind: 'pending' } | { kind: 'none' };

/**
 * Waveforms, measured after their files are visible: the same bytes once, the last asked for first, one at a time.
 * What is not there yet is measured after the next start; nothing but the blob store remembers.
 */
export type Peaks = {
  /** A file is there to be measured. Does nothing if it has been. */
  want(sound: Sound): void;
  /** Asking for one that is missing asks for it to be measured. */
  read(sound: Sound): Promise<PeaksState>;
  /** Wants everything that is missing, so that the newest comes first. */
  catchUp(): void;
  close(): Promise<void>;
};

export function createPeaks(parts: {
  db: Kysely<Database>;
  blobs: BlobStore;
  /** To the project of a file, once it is known: also that there is none, so that nobody goes on waiting. */
  tell(projectId: string, payload: FilePeaks): void;
  log: Logger;
}): Peaks {
  const { db, blobs, tell, log } = parts;
  const thread = createPeaksThread();
  /** In the order in which they were last asked for. */
  const waiting = new Map<string, string>();
  let running: Promise<void> | null = null;
  let catchingUp: Promise<void> = Promise.resolve();
  let isClosed = false;

  async function wantMissing(): Promise<void> {
    const known = new Set<string>();
    for await (const sha256 of blobs.listPeaks()) known.add(sha256);
    const sounds = await db
      .selectFrom('file')
      .select(['sha256', 'mimeType'])
      .where('type', '=', 'CUT')
      .orderBy('createdAt')
      .execute();
    for (const sound of sounds) if (!known.has(sound.sha256)) want(sound);
  }

  function want({ sha256, mimeType }: Sound): void {
    waiting.delete(sha256);
    waiting.set(sha256, mimeType);
    begin();
  }

  function begin(): void {
    if (isClosed || waiting.size === 0) return;
    running ??= run().finally(() => {
      running = null;
      // Wanted while the thread was ending.
      begin();
    });
  }

  async function run(): Promise<void> {
    for (;;) {
      const last = [...waiting].at(-1);
      if (!last || isClosed) break;
      const [sha256, mimeType] = last;
      waiting.delete(sha256);
      try {
        await measure({ sha256, mimeType });
      } catch (error) {
        log.error({ err: error, sha256 }, 'A waveform could not be kept; the next start tries again');
      }
    }
    await thread.stop();
  }

  async function measure({ sha256, mimeType }: Sound): Promise<void> {
    if ((await blobs.readPeaks(sha256)) !== null) return;
    const result = await thread.measure({ path: blobs.path(sha256), mimeType });
    if (result.kind === 'failed') {
      if (!isClosed) log.warn({ sha256, reason: result.reason }, 'A file could not be read for its waveform');
      return;
    }
    if (result.kind === 'none')
      log.info({ sha256, mimeType, reason: result.reason }, 'A file has no waveform');
    await blobs.putPeaks(sha256, result.kind === 'peaks' ? result.bytes : new Uint8Array(0));
    const files = await db
      .selectFrom('file')
      .select(['id', 'cutId', 'projectId'])
      .where('sha256', '=', sha256)
      .execute();
    for (const { id, cutId, projectId } of files) tell(projectId, { fileId: id, cutId });
  }

  return {
    want,
    async read(sound) {
      const bytes = await blobs.readPeaks(sound.sha256);
      if (bytes) return bytes.length > 0 ? { kind: 'ready', bytes } : { kind: 'none' };
      want(sound);
      return { kind: 'pending' };
    },
    catchUp() {
      catchingUp = wantMissing().catch((error) => {
        log.error({ err: error }, 'Missing waveforms were not looked for; the next start tries again');
      });
    },
    async close() {
      isClosed = true;
      await thread.stop();
      await Promise.all([running, catchingUp]);
    },
  };
}
