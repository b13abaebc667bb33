import type { Readers } from '../../audio/reading/messages.ts';
import {
  createReadingThreads,
  type ReadingLimits,
  type ReadingThreads as Threads,
} from '../../audio/reading/reading-threads.ts';
import { startThread } from '../start-thread.ts';
import type { LibraryReaders } from './library-reading-worker.ts';
import type { OwnReaders } from './own-reading-worker.ts';

/** Reads what users' files say, in threads. Those without libraries start at once. */
export type FileReaders = {
  own: Threads<OwnReaders>;
  libraries: Threads<LibraryReaders>;
  stop(): Promise<void>;
};

const heapMegabytes = 128;

export function createFileReaders(longestMilliseconds: number): FileReaders {
  // Every commit of a WAV waits for this one.
  const kept = { longestMilliseconds, keptThreads: 1 };
  const own = createThreads<OwnReaders>('./own-reading-worker.ts', kept);
  const libraries = createThreads<LibraryReaders>('./library-reading-worker.ts', { longestMilliseconds });
  return {
    ...{ own, libraries },
    async stop() {
      await Promise.all([own.stop(), libraries.stop()]);
    },
  };
}

function createThreads<Known extends Readers>(worker: string, limits: ReadingLimits): Threads<Known> {
  return createReadingThreads<Known>({
    ...limits,
    startThread({ message, end }) {
      const started = startThread(new URL(worker, import.meta.url), heapMegabytes);
      started.on('message', message);
      started.on('error', (error) => end(`the thread died: ${error.message}`));
      started.on('exit', () => end('the thread died'));
      return started;
    },
    later(milliseconds, task) {
      const timer = setTimeout(task, milliseconds).unref();
      return () => clearTimeout(timer);
    },
  });
}
