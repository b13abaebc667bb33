import { Worker } from 'node:worker_threads';
import { type Hold, neverHeld } from '../../client/common/hold.ts';
import { createSerialQueue } from '../../common/serial-queue.ts';
import type { Transfer, TransferLoudness } from '../../protocol/ipc/transfer.ts';
import type { Loudness } from '../../protocol/wire/file.ts';
import { workerFile } from '../common/worker-file.ts';
import type { MeasureRequest, MeasureResult } from './measure-worker.ts';

/** The loudness of files that are only on this machine yet, measured when somebody wants to see it. */
export type BounceLoudness = {
  /** Resolves once the file is measured; `pending` at once if it isn't hashed yet or was just changed. Never rejects. */
  measure(transfer: Transfer): Promise<TransferLoudness>;
  stop(): Promise<void>;
};

/** Where figures survive a restart, by the hash of their file. */
export type KeptLoudness = {
  read(sha256: string): Loudness | null;
  put(sha256: string, loudness: Loudness): void;
};

const heapMegabytes = 128;
/** A file that takes longer is assumed to be made to hang. */
const longestMilliseconds = 20 * 60_000;
const idleMilliseconds = 10_000;

const ignore = () => undefined;

/** While it is held, nothing is measured: those who ask are told that it is pending. */
export function createBounceLoudness(kept: KeptLoudness, hold: Hold = neverHeld): BounceLoudness {
  /** By hash: those that are being measured, and those that have none. */
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
    if (isStopped || hold.isHeld()) return Promise.resolve({ kind: 'unreadable' });
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
    if (result.kind === 'none') return result;
    known.delete(sha256);
    if (result.kind === 'unreadable') return { kind: 'pending' };
    kept.put(sha256, result.loudness);
    return result;
  }

  const stopHolding = hold.onChange(() => {
    if (hold.isHeld()) end({ kind: 'unreadable' });
  });

  return {
    async measure({ path, size, sha256 }) {
      if (sha256 === null) return { kind: 'pending' };
      const loudness = kept.read(sha256);
      if (loudness) return { kind: 'measured', loudness };
      if (hold.isHeld()) return { kind: 'pending' };
      const measured = known.get(sha256) ?? measureNew(sha256, { path, size });
      known.set(sha256, measured);
      return measured;
    },
    async stop() {
      isStopped = true;
      stopHolding();
      clearTimeout(idle);
      end({ kind: 'unreadable' });
    },
  };
}
