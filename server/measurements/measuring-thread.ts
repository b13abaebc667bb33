import { Worker } from 'node:worker_threads';
import type { MeasuringRequest, MeasuringResult } from './measuring-worker.ts';

/** Measures one file at a time in a thread of its own, so that no request waits for it. */
export type MeasuringThread = {
  /**
   * Never rejects. Answers `none` for a file that takes too long or ends the thread. Wait for the result before the
   * next call.
   */
  measure(request: MeasuringRequest): Promise<MeasuringResult>;
  /** Ends the thread and frees its memory; a file being measured gets `failed`. The next call starts another thread. */
  stop(): Promise<void>;
};

/** The thread's heap, beside a few MB for its decoders. A file needs about 10. */
const heapMegabytes = 128;

/** A file that takes longer is assumed to be made to hang: eight gigabytes of compressed sound take half as long. */
const longestMilliseconds = 10 * 60_000;

export function createMeasuringThread(limits = { longestMilliseconds }): MeasuringThread {
  let worker: Worker | null = null;
  let answer: (result: MeasuringResult) => void = () => undefined;

  function start(): Worker {
    const started = new Worker(new URL('./measuring-worker.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: heapMegabytes },
      // Decoders print complaints about damaged files. The result says enough.
      stdout: true,
      stderr: true,
    });
    started.unref();
    started.stdout.resume();
    started.stderr.resume();
    started.on('message', (result: MeasuringResult) => {
      if (worker === started) answer(result);
    });
    started.on('error', (error) => giveUp(started, `the thread died: ${error.message}`));
    started.on('exit', () => giveUp(started, 'the thread died'));
    return started;
  }

  function giveUp(on: Worker, reason: string): void {
    if (worker !== on) return;
    worker = null;
    void on.terminate();
    answer({ kind: 'none', reason });
  }

  return {
    measure(request) {
      worker ??= start();
      const running = worker;
      return new Promise<MeasuringResult>((resolve) => {
        const timer = setTimeout(() => giveUp(running, 'it takes too long'), limits.longestMilliseconds);
        timer.unref();
        answer = (result) => {
          clearTimeout(timer);
          resolve(result);
        };
        running.postMessage(request);
      });
    },
    async stop() {
      const ending = worker;
      worker = null;
      answer({ kind: 'failed', reason: 'stopped' });
      await ending?.terminate();
    },
  };
}
