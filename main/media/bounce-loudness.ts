import { Worker } from 'node:worker_threads';
import { createSerialQueue } from '../../common/serial-queue.ts';
import type { Transfer, TransferLoudness } from '../../protocol/ipc/transfer.ts';
import { workerFile } from '../common/worker-file.ts';
import type { MeasureRequest, MeasureResult } from './measure-worker.ts';

/** The loudness of files that are only on this machine yet, measured when somebody wants to see it. */
export type BounceLoudness = {
  /** Resolves once the file is measured; `pending` at once if it isn't hashed yet or was just changed. Never rejects. */
  measure(transfer: Transfer): Promise<TransferLoudness>;
  stop(): Promise<void>;
};

/** Figures that are remembered, by the hash of their file. */
const remembered = 500;
const heapMegabytes = 128;
/** A file that takes longer is assumed to be made to hang. */
const longestMilliseconds = 20 * 60_000;
const idleMilliseconds = 10_000;

const ignore = () => undefined;

export function createBounceLoudness(): BounceLoudness {
  /** Also those that are being measured. */
  const known = new Map<string, Promise<TransferLoudness>>();
  const queue = createSerialQueue();
  let worker: Worker | null = null;
  let answer: (result: MeasureResult) => void = ignore;
  let waiting = 0;
  let idle: NodeJS.Timeout | undefined;
  let isStopped = false;

  function start(): Worker {
    const started = new Worker(workerFile(import.meta.url, 'measure-worker'), {
      resourceLimits: { maxOldGenerationSizeMb: heapMegabytes },
      stdout: true,
      stderr: true,
    });
    started.unref();
    started.stdout.resume();
    started.stderr.resume();
    started.on('message', (result: MeasureResult) => answer(result));
    // A file that ends the thread has no loudness.
    started.on('error', () => end({ kind: 'none' }));
    return started;
  }

  function end(result: MeasureResult): void {
    void worker?.terminate();
    worker = null;
    answer(result);
  }

  function ask(request: MeasureRequest): Promise<MeasureResult> {
    if (isStopped) return Promise.resolve({ kind: 'unreadable' });
    worker ??= start();
    worker.postMessage(request);
    return new Promise<MeasureResult>((resolve) => {
      const timer = setTimeout(() => end({ kind: 'none' }), longestMilliseconds).unref();
      answer = (result) => {
        clearTimeout(timer);
        answer = ignore;
        resolve(result);
      };
    });
  }

  async function measureNew(sha256: string, request: MeasureRequest): Promise<TransferLoudness> {
    waiting++;
    clearTimeout(idle);
    const result = await queue.run(() => ask(request));
    waiting--;
    if (waiting === 0) idle = setTimeout(() => end({ kind: 'unreadable' }), idleMilliseconds).unref();
    if (result.kind !== 'unreadable') return result;
    known.delete(sha256);
    return { kind: 'pending' };
  }

  return {
    async measure({ path, size, sha256 }) {
      if (sha256 === null) return { kind: 'pending' };
      let measured = known.get(sha256);
      if (!measured) {
        measured = measureNew(sha256, { path, size });
        known.set(sha256, measured);
        for (const oldest of [...known.keys()].slice(0, Math.max(0, known.size - remembered)))
          known.delete(oldest);
      }
      return measured;
    },
    async stop() {
      isStopped = true;
      clearTimeout(idle);
      end({ kind: 'unreadable' });
    },
  };
}
