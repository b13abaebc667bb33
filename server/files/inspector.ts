import type { Logger } from 'pino';
import { ReadingFailed } from '../../audio/reading/reading-threads.ts';
import { createSerialQueue } from '../../common/serial-queue.ts';
import type { Outcome } from '../../protocol/wire/error.ts';
import type { AudioFacts } from '../../protocol/wire/file.ts';
import { createLimitedThread } from '../limited-thread.ts';
import type { FileReaders } from '../reading/file-readers.ts';
import type { StoredBytes } from '../storage/stored-bytes.ts';
import { audioOfWave } from './checked-facts.ts';
import type { InspectingRequest, InspectingResult } from './inspecting-worker.ts';
import { refuseType, tooCostly } from './refuse-type.ts';
import type { SniffedType } from './sniff-type.ts';

/** The type of a file by its content, and the facts about its sound. */
export type Inspected = SniffedType & { audio: AudioFacts | null };

/**
 * Looks into files that strangers may have made to be slow: only in threads with a limited heap and a deadline, so no other
 * request waits, and nobody waits long. Libraries have threads of their own.
 */
export type Inspector = {
  /**
   * Fails with `unsupported-type`. A file that takes too long keeps the type that its beginning shows, and the facts that
   * its header states. Rejects only if `bytes` can't be read, or the server stops.
   */
  inspect(bytes: StoredBytes): Promise<Outcome<Inspected>>;
  /** A file will come in a moment. */
  prepare(): void;
  /** Ends the threads. */
  close(): Promise<void>;
};

/** So that one slow file doesn't hold up all others. */
const threads = 2;
const heapMegabytes = 128;
/** An idle thread gives its memory back. */
const idleMilliseconds = 30_000;

export function createInspector(parts: {
  readers: FileReaders;
  deadlineMilliseconds: number;
  log: Logger;
}): Inspector {
  const { readers, deadlineMilliseconds, log } = parts;
  const slots = Array.from({ length: threads }, createSlot);

  function createSlot() {
    const thread = createLimitedThread<InspectingRequest, InspectingResult>({
      worker: new URL('./inspecting-worker.ts', import.meta.url),
      heapMegabytes,
      longestMilliseconds: deadlineMilliseconds,
      giveUp: (reason) => ({ kind: 'failed', reason }),
      stopped: { kind: 'failed', reason: 'stopped' },
    });
    const queue = createSerialQueue();
    let idle: NodeJS.Timeout | undefined;
    const slot = {
      waiting: 0,
      async run(path: string): Promise<InspectingResult> {
        slot.waiting++;
        clearTimeout(idle);
        const giveUpAt = performance.now() + deadlineMilliseconds;
        try {
          return await queue.run(async () =>
            performance.now() < giveUpAt
              ? thread.run({ path })
              : { kind: 'failed', reason: 'too many are waiting' },
          );
        } finally {
          slot.waiting--;
          if (slot.waiting === 0) idle = setTimeout(thread.stop, idleMilliseconds).unref();
        }
      },
      stop() {
        clearTimeout(idle);
        return thread.stop();
      },
    };
    return slot;
  }

  async function lookInto(bytes: StoredBytes): Promise<InspectingResult> {
    // The kind that DAWs write. Its facts are in one chunk, so no library needs to be started.
    const wave = await readers.own.read('wave', bytes);
    if (wave) {
      const sniffed = { type: 'CUT', mimeType: wave.mimeType } as const;
      return { kind: 'inspected', sniffed, isVideo: false, audio: audioOfWave(wave.facts) };
    }
    const slot = slots.reduce((least, other) => (other.waiting < least.waiting ? other : least));
    return bytes.withLocalFile((path) => slot.run(path));
  }

  return {
    async inspect(bytes) {
      let result = await lookInto(bytes).catch(toFailed);
      if (result.kind === 'failed') {
        log.warn({ reason: result.reason }, 'could not look into a file');
        result = await readers.libraries.read('beginning', bytes).catch(toFailed);
      }
      if (result.kind === 'failed') {
        log.warn({ reason: result.reason }, 'could not look at the beginning of a file, and refused it');
        return tooCostly;
      }
      const { sniffed, audio } = result;
      return sniffed ? { ok: true, data: { ...sniffed, audio } } : refuseType(result);
    },
    prepare: readers.own.prepare,
    async close() {
      await Promise.all(slots.map((slot) => slot.stop()));
    },
  };
}

function toFailed(error: unknown): InspectingResult {
  if (error instanceof ReadingFailed) return { kind: 'failed', reason: error.message };
  throw error;
}
