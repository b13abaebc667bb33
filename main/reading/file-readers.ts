import { Worker } from 'node:worker_threads';
import {
  createReadingThreads,
  type ReadingLimits,
  type ReadingThreads,
} from '../../audio/reading/reading-threads.ts';
import { workerFile } from '../common/worker-file.ts';
import type { AppReaders } from './reading-worker.ts';

/** Reads what files of sound say, in threads of their own (see `reading-worker.ts`). */
export type FileReaders = ReadingThreads<AppReaders>;

const heapMegabytes = 128;
const usualLimits: ReadingLimits = { longestMilliseconds: 5_000 };

export function createFileReaders(limits = usualLimits): FileReaders {
  return createReadingThreads<AppReaders>({
    ...limits,
    startThread({ message, end }) {
      const started = new Worker(workerFile(import.meta.url, 'reading-worker'), {
        resourceLimits: { maxOldGenerationSizeMb: heapMegabytes },
      });
      started.unref();
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
