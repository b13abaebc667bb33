import { Worker } from 'node:worker_threads';
import type { PeaksRequest, PeaksResult } from './measuring-worker.ts';

/** Measures one file at a time in a thread of its own, so that no request ever waits for it. */
export type PeaksThread = {
  /** Never rejects. A file over which the thread dies, or that takes too long, has none. One call at a time. */
  measure(request: PeaksRequest): Promise<PeaksResult>;
  /** Ends the thread and gives back its memory; a file in hand is answered as `failed`. The next one starts another. */
  stop(): Promise<void>;
};

/** The heap of the thread; its decoders have a few MB beside it. A file needs about 10. */
const heapMegabytes = 128;

/** Beyond this a file is taken to be made to hang: eight gigabytes of compressed sound take half of it. */
const longestMilliseconds = 10 * 60_000;

export function createPeaksThread(limits = { longestMilliseconds }): PeaksThread {
  let worker: Worker | null = null;
  let answer: (result: PeaksResult) => void = () => undefined;

  function start(): Worker {
    const started = new Worker(new URL('./measuring-worker.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: heapMegabytes },
      // Decoders print what they think of a damaged file; whoever asked is told instead.
      stdout: true,
      stderr: true,
    });
    started.unref();
    started.stdout.resume();
    started.stderr.resume();
    started.on('message', (result: PeaksResult) => {
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
      return new Promise<PeaksResult>((resolve) => {
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
