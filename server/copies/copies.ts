import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Dispatcher } from '../commands/dispatcher.ts';
import type { Database } from '../db/schema.ts';
import { createLimitedThread } from '../limited-thread.ts';
import type { Measurements } from '../measurements/measurements.ts';
import { createNewestFirst } from '../newest-first.ts';
import type { Nodes } from '../nodes/nodes.ts';
import { type BlobStore, copySidecar } from '../storage/blob-store.ts';
import { openLocalFile } from '../storage/local-file.ts';
import { readAll, type StoredBytes } from '../storage/stored-bytes.ts';
import { findCopied, markCopied, readUncopied, recordCopy } from './copy-rows.ts';
import type { CopyingRequest, CopyingResult } from './copying-worker.ts';
import { type Copied, type NoCopy, refuseCopy, sizeOfCopy } from './worth-copying.ts';

/** A file of sound, by its bytes. */
export type CopiedSound = Copied & { sha256: string; mimeType: string };

/** The caller disposes of `bytes`. */
export type CopyState =
  | { kind: 'ready'; bytes: StoredBytes }
  | { kind: 'pending' }
  | { kind: 'none'; why: NoCopy };

/**
 * Compressed copies of versions, for listening over thin connections. Each is made once, after its sound is measured, one at
 * a time, and kept as a sidecar of its blob. Those of a version's first upload and of the latest versions are made
 * without being asked for.
 */
export type Copies = {
  /** Opens a copy, and has it made if it is missing. */
  open(sound: CopiedSound): Promise<CopyState>;
  /** Has the copies of the latest versions made, as far as they are missing. */
  catchUp(): void;
  /** How many copies wait to be made. */
  waiting(): number;
  close(): Promise<void>;
};

/** The sidecar says so where there is no copy; a copy begins otherwise. */
const noneMark = 'none:';
const reasons: readonly NoCopy[] = ['long', 'unreadable', 'damaged', 'costly'];

/** The thread's heap, beside some MB for its decoder and encoder. */
const heapMegabytes = 128;
/** Three hours take about four minutes of a processor of today. */
const longestMilliseconds = 20 * 60_000;

export function createCopies(parts: {
  db: Kysely<Database>;
  blobs: BlobStore;
  dispatcher: Pick<Dispatcher, 'record' | 'onCommitted'>;
  /** Copies wait for them. */
  measurements: Pick<Measurements, 'idle'>;
  dataDirectory: string;
  nodes: Pick<Nodes, 'once'>;
  log: Logger;
}): Copies {
  const { db, blobs, dispatcher, measurements, nodes, log } = parts;
  /** On the disk of the blobs. A crash may leave a part of a copy, which the next copy replaces. */
  const folder = join(parts.dataDirectory, 'copying');
  const thread = createLimitedThread<CopyingRequest, CopyingResult>({
    worker: new URL('./copying-worker.ts', import.meta.url),
    ...{ heapMegabytes, longestMilliseconds },
    giveUp: (reason) => ({ kind: 'none', why: 'costly', reason }),
    stopped: { kind: 'failed', reason: 'stopped' },
  });
  const queue = createNewestFirst<CopiedSound>({
    run: (sound) => nodes.once(`copy ${sound.sha256}`, () => make(sound)),
    onFailure: (error, { sha256 }) =>
      log.error({ err: error, sha256 }, 'could not make a compressed copy; the next request tries again'),
    wait: measurements.idle,
    rest: thread.stop,
  });
  let looking: Promise<void> = Promise.resolve();

  async function make(sound: CopiedSound): Promise<void> {
    const { sha256, mimeType } = sound;
    const known = await read(sha256);
    if (known === null) {
      if (!(await encode(sound))) return;
    } else if (known.kind === 'ready') await known.bytes[Symbol.asyncDispose]();
    await using copy = await blobs.open(sha256, copySidecar);
    if (!copy) return;
    if (await isNone(copy)) return markCopied(db, [sha256]);
    await recordCopy(dispatcher, sha256, copy.size);
    await markCopied(db, [sha256]);
    log.debug({ sha256, mimeType, size: copy.size }, 'a compressed copy is there');
  }

  /** Answers whether it is known now. */
  async function encode({ sha256, mimeType, audio }: CopiedSound): Promise<boolean> {
    const seconds = audio === null ? 0 : JSON.parse(audio).durationSeconds;
    if ((await blobs.freeBytes()) < 2 * sizeOfCopy(seconds)) {
      log.warn({ sha256 }, 'the disk is too full for a compressed copy');
      return false;
    }
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const to = join(folder, copySidecar);
    try {
      await using bytes = await blobs.open(sha256);
      if (!bytes) return false;
      const result = await bytes.withLocalFile((path) => thread.run({ path, mimeType, to }));
      if (result.kind === 'failed') {
        if (!queue.isClosed())
          log.warn({ sha256, reason: result.reason }, 'could not make a compressed copy');
        return false;
      }
      if (result.kind === 'none') {
        log.info({ sha256, mimeType, reason: result.reason }, 'a file has no compressed copy');
        await blobs.writeSidecar(sha256, copySidecar, Buffer.from(noneMark + result.why));
        return true;
      }
      await using copy = await openLocalFile(to);
      await blobs.writeSidecar(sha256, copySidecar, copy);
      return true;
    } finally {
      await rm(to, { force: true });
    }
  }

  async function read(sha256: string): Promise<Exclude<CopyState, { kind: 'pending' }> | null> {
    const bytes = await blobs.open(sha256, copySidecar);
    if (!bytes) return null;
    if (!(await isNone(bytes))) return { kind: 'ready', bytes };
    await using none = bytes;
    const said = (await readAll(none)).toString().slice(noneMark.length);
    return { kind: 'none', why: reasons.find((reason) => reason === said) ?? 'unreadable' };
  }

  async function requestFile(fileId: string): Promise<void> {
    try {
      const sound = queue.isClosed() ? undefined : await findCopied(db, fileId);
      if (sound && refuseCopy(sound) === null) queue.request(sound);
    } catch (error) {
      log.error({ err: error, fileId }, 'could not look for a sound to copy');
    }
  }

  dispatcher.onCommitted(({ events }) => {
    // Bytes are measured before they are copied.
    for (const { event } of events) {
      if (event.name === 'file:measured') {
        const { fileId } = event.payload;
        looking = looking.then(() => requestFile(fileId));
      }
    }
  });

  return {
    async open(sound) {
      const why = refuseCopy(sound);
      if (why) return { kind: 'none', why };
      const known = await read(sound.sha256);
      if (known) return known;
      queue.request(sound);
      return { kind: 'pending' };
    },
    catchUp() {
      looking = (async () => {
        for (const sound of await readUncopied(db)) queue.request(sound);
      })().catch((error) => {
        log.error({ err: error }, 'could not look for missing compressed copies; the next start tries again');
      });
    },
    waiting: queue.waiting,
    async close() {
      queue.close();
      await thread.stop();
      await Promise.all([queue.idle(), looking]);
    },
  };
}

async function isNone(bytes: StoredBytes): Promise<boolean> {
  return Buffer.from(await bytes.read(0, noneMark.length)).toString() === noneMark || bytes.size === 0;
}
