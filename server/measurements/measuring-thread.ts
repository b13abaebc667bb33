import { createLimitedThread, type LimitedThread } from '../limited-thread.ts';
import type { MeasuringRequest, MeasuringResult } from './measuring-worker.ts';

/**
 * Measures one file at a time. Answers `none` for a file that takes too long or ends the thread, and `failed` if the
 * thread is stopped.
 */
export type MeasuringThread = LimitedThread<MeasuringRequest, MeasuringResult>;

/** The thread's heap, beside a few MB for its decoders. A file needs about 10. */
const heapMegabytes = 128;

/** A file that takes longer is assumed to be made to hang: eight gigabytes of compressed sound take half as long. */
const longestMilliseconds = 10 * 60_000;

export function createMeasuringThread(limits = { longestMilliseconds }): MeasuringThread {
  return createLimitedThread<MeasuringRequest, MeasuringResult>({
    worker: new URL('./measuring-worker.ts', import.meta.url),
    heapMegabytes,
    ...limits,
    giveUp: (reason) => ({ kind: 'none', why: 'costly', reason }),
    stopped: { kind: 'failed', reason: 'stopped' },
  });
}
