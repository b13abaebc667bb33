import { createReadingThreads } from '../../audio/reading/reading-threads.ts';
import { startThread } from '../../server/start-thread.ts';
import type { StubbornReaders } from '../fixtures/reading/stubborn-worker.ts';
import { disposeLater } from './disposal.ts';

/** Threads in which readers never end. */
export function stubbornReaders({ longestMilliseconds = 300, mostThreads = 2, later = after } = {}) {
  let started = 0;
  const threads = createReadingThreads<StubbornReaders>({
    ...{ longestMilliseconds, mostThreads, later },
    startThread({ message, end }) {
      started++;
      const file = new URL('../fixtures/reading/stubborn-worker.ts', import.meta.url);
      const thread = startThread(file, 32);
      thread.on('message', message);
      thread.on('error', (error) => end(`the thread died: ${error.message}`));
      thread.on('exit', () => end('the thread died'));
      return thread;
    },
  });
  disposeLater(threads.stop);
  return { ...threads, started: () => started };
}

function after(milliseconds: number, task: () => void): () => void {
  const timer = setTimeout(task, milliseconds);
  return () => clearTimeout(timer);
}

/** How often the event loop of this thread comes around until `work` ends. */
export async function turnsDuring(work: Promise<unknown>): Promise<number> {
  let isOver = false;
  let turns = 0;
  const watched = work.finally(() => {
    isOver = true;
  });
  watched.catch(() => {});
  while (!isOver) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    turns++;
  }
  return turns;
}
