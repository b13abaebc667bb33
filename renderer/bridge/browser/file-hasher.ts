import type { HashResult } from '../../../client/uploads/transfer-results.ts';
import type { FileIo } from './browser-uploads.ts';
import type { HashAnswer, HashRequest } from './hash-worker.ts';

/** SHA-256 of files in a worker, which is loaded with the page: the server may be unreachable when a file is dropped. */
export function createFileHasher(): FileIo['hash'] {
  const waiting = new Map<number, (result: HashResult) => void>();
  let lastId = 0;
  let worker: Worker | null = start();

  function start(): Worker {
    const started = new Worker(new URL('./hash-worker.ts', import.meta.url), { type: 'module' });
    started.onmessage = ({ data: { id, sha256 } }: MessageEvent<HashAnswer>) =>
      waiting.get(id)?.(
        sha256 === null ? { kind: 'failed', code: 'UNREADABLE' } : { kind: 'hashed', sha256 },
      );
    // It could not be loaded, or has crashed: the next file starts another.
    started.onerror = () => {
      started.terminate();
      if (worker === started) worker = null;
      for (const end of [...waiting.values()]) end({ kind: 'failed', code: 'WORKER' });
    };
    return started;
  }

  return (file, signal) =>
    new Promise((resolve) => {
      const id = ++lastId;
      worker ??= start();
      const ask = (request: HashRequest) => worker?.postMessage(request);
      const end = (result: HashResult) => {
        waiting.delete(id);
        signal.removeEventListener('abort', giveUp);
        resolve(result);
      };
      const giveUp = () => {
        ask({ id, giveUp: true });
        end({ kind: 'failed', code: 'ABORTED' });
      };
      waiting.set(id, end);
      signal.addEventListener('abort', giveUp, { once: true });
      ask({ id, file });
    });
}
