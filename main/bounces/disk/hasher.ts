import { setTimeout as wait } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { HashResult } from '../../../client/uploads/transfer-results.ts';
import { workerFile } from '../../common/worker-file.ts';
import { type Disk, VolumeSilent } from './disk.ts';
import type { FileIdentity } from './file-identity.ts';
import type { HashAnswer, HashRequest } from './hash-worker.ts';

/** SHA-256 of files, computed in a thread of its own so that the screen never waits for it. */
export type Hasher = {
  /** Answers `failed` with the code ABORTED once `signal` fires. Never rejects. */
  hash(path: string, identity: FileIdentity, signal: AbortSignal): Promise<HashResult>;
  stop(): Promise<void>;
};

/** How long `stop` waits for the thread to end. */
const stopMilliseconds = 1_000;

/** The thread starts with the first file. If it dies, the files it was hashing fail, and the next file starts another. */
export function createHasher(disk: Disk): Hasher {
  let worker: Worker | null = null;
  let lastId = 0;
  const pending = new Map<number, { answer(result: HashResult): void; alive(): void }>();

  function failAll(code: string): void {
    for (const { answer } of pending.values()) answer({ kind: 'failed', code });
    pending.clear();
  }

  function start(): Worker {
    const started = new Worker(workerFile(import.meta.url, 'hash-worker'));
    started.unref();
    started.on('message', (answer: HashAnswer) => {
      const asked = pending.get(answer.id);
      if ('alive' in answer) return asked?.alive();
      pending.delete(answer.id);
      asked?.answer(answer.result);
    });
    started.on('error', () => failAll('WORKER'));
    started.on('exit', () => {
      if (worker === started) worker = null;
      failAll('WORKER');
    });
    return started;
  }

  function ask(path: string, identity: FileIdentity, signal: AbortSignal): Promise<HashResult> {
    return disk.runLong(path, (alive) => {
      worker ??= start();
      const running = worker;
      const id = ++lastId;
      const request: HashRequest = { id, path, identity };
      running.postMessage(request);
      const abort = () => running.postMessage({ id, abort: true } satisfies HashRequest);
      signal.addEventListener('abort', abort, { once: true });
      return new Promise<HashResult>((resolve) => pending.set(id, { answer: resolve, alive }));
    });
  }

  return {
    async hash(path, identity, signal) {
      if (signal.aborted) return { kind: 'failed', code: 'ABORTED' };
      const aborted = Promise.withResolvers<HashResult>();
      const abort = () => aborted.resolve({ kind: 'failed', code: 'ABORTED' });
      signal.addEventListener('abort', abort, { once: true });
      try {
        return await Promise.race([aborted.promise, ask(path, identity, signal)]);
      } catch (error) {
        if (!(error instanceof VolumeSilent)) throw error;
        return { kind: 'failed', code: error.code };
      } finally {
        signal.removeEventListener('abort', abort);
      }
    },
    async stop() {
      // A thread that is blocked on a dead volume can't be terminated.
      await Promise.race([worker?.terminate(), wait(stopMilliseconds, undefined, { ref: false })]);
    },
  };
}
