import type { Logger } from 'pino';
import { createSerialQueue } from '../../common/serial-queue.ts';
import type { AudioFacts } from '../../protocol/wire/file.ts';
import { createLimitedThread } from '../limited-thread.ts';
import type { StoredBytes } from '../storage/stored-bytes.ts';
import { toAudioFacts } from './audio-facts.ts';
import { readHeaderFacts } from './header-facts.ts';
import type { InspectingRequest, InspectingResult } from './inspecting-worker.ts';
import { type SniffedType, sniffHead } from './sniff-type.ts';
import { readWaveFacts } from './wave-facts.ts';

/** The type of a file by its content, and the facts about its sound. */
export type Inspected = SniffedType & { audio: AudioFacts | null };

/**
 * Looks into files that strangers may have made to be slow. Libraries read them in threads of their own with a limited
 * heap and a deadline, so no other request waits, and nobody waits long.
 */
export type Inspector = {
  /**
   * Null for a file of no supported type. A file that takes too long keeps the type that its beginning shows, and the
   * facts that its header states. Rejects only if `bytes` can't be read.
   */
  inspect(bytes: StoredBytes): Promise<Inspected | null>;
  /** Ends the threads. */
  close(): Promise<void>;
};

/** So that one slow file doesn't hold up all others. */
const threads = 2;
const heapMegabytes = 128;
/** An idle thread gives its memory back. */
const idleMilliseconds = 30_000;

export function createInspector(parts: { deadlineMilliseconds: number; log: Logger }): Inspector {
  const { deadlineMilliseconds, log } = parts;
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

  return {
    async inspect(bytes) {
      const early = await sniffHead(bytes);
      // The kind that DAWs write. Its facts are in one chunk, so there is nothing to wait for.
      if (early?.isWave) return { ...early.sniffed, audio: toAudioFacts(await readWaveFacts(bytes)) };
      const slot = slots.reduce((least, other) => (other.waiting < least.waiting ? other : least));
      const result = await bytes.withLocalFile((path) => slot.run(path));
      if (result.kind === 'inspected') return result.sniffed && { ...result.sniffed, audio: result.audio };
      log.warn({ reason: result.reason, mimeType: early?.sniffed.mimeType }, 'could not look into a file');
      if (!early) return null;
      const isSound = early.sniffed.type === 'CUT';
      return {
        ...early.sniffed,
        audio: isSound ? await readHeaderFacts(bytes, early.sniffed.mimeType) : null,
      };
    },
    async close() {
      await Promise.all(slots.map((slot) => slot.stop()));
    },
  };
}
