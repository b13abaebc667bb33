import type { Worker } from 'node:worker_threads';
import { startThread } from './start-thread.ts';

/** Runs one request at a time in a thread of its own, so that no other request waits for it. */
export type LimitedThread<Request, Result> = {
  /** Never rejects. Gives up a request that takes too long or ends the thread. Wait for it before the next call. */
  run(request: Request): Promise<Result>;
  /** Ends the thread and frees its memory; a running request gets `stopped`. The next call starts another thread. */
  stop(): Promise<void>;
};

/** `worker` answers each message with one message. */
export function createLimitedThread<Request, Result>(parts: {
  worker: URL;
  heapMegabytes: number;
  longestMilliseconds: number;
  giveUp(reason: string): Result;
  stopped: Result;
}): LimitedThread<Request, Result> {
  let worker: Worker | null = null;
  let answer: (result: Result) => void = () => undefined;

  function start(): Worker {
    const started = startThread(parts.worker, parts.heapMegabytes);
    started.on('message', (result: Result) => {
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
    answer(parts.giveUp(reason));
  }

  return {
    run(request) {
      worker ??= start();
      const running = worker;
      return new Promise<Result>((resolve) => {
        const timer = setTimeout(() => giveUp(running, 'it takes too long'), parts.longestMilliseconds);
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
      answer(parts.stopped);
      await ending?.terminate();
    },
  };
}
