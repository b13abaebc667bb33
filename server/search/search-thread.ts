import { Worker } from 'node:worker_threads';
import type { Logger } from 'pino';
import type { Outcome } from '../../protocol/wire/error.ts';
import type { SearchResult } from '../../protocol/wire/search.ts';
import { failure } from '../failure.ts';
import type { SearchMessage } from './search-worker.ts';
import {
  maximumWaiting,
  maximumWaitingPerUser,
  type Search,
  type SearchRequest,
  tooMany,
  tooSlow,
} from './searches.ts';

/** The heap of the thread. A search keeps a few thousand matches at most. */
const heapMegabytes = 128;

const stopping = failure('internal', 'The server is stopping.');

type Waiting = { request: SearchRequest; answer(outcome: Outcome<SearchResult[]>): void };

/**
 * Searches one at a time in a thread of its own, so that no other request waits for a search. At the deadline the thread is
 * ended and replaced. Closing ends it, and searches that still wait are refused.
 */
export function createSearchThread(parts: {
  databaseFile: string;
  /** How long one search may take, in milliseconds, not counting the start of the thread. */
  deadlineMilliseconds: number;
  log: Logger;
  workerUrl?: URL;
}): Search {
  const { databaseFile, deadlineMilliseconds, log } = parts;
  const workerUrl = parts.workerUrl ?? new URL('./search-worker.ts', import.meta.url);
  const waiting: Waiting[] = [];
  let worker: Worker | null = null;
  let isReady = false;
  let current: (Waiting & { timer: NodeJS.Timeout }) | null = null;
  let isClosed = false;

  function start(): Worker {
    const started = new Worker(workerUrl, {
      workerData: { databaseFile },
      resourceLimits: { maxOldGenerationSizeMb: heapMegabytes },
    });
    started.unref();
    started.on('message', (message: SearchMessage) => {
      if (worker === started) receive(message);
    });
    started.on('error', (error) => {
      log.error({ err: error }, 'The search thread died; the next search starts another');
      replace(started);
    });
    started.on('exit', () => replace(started));
    return started;
  }

  function receive(message: SearchMessage): void {
    if (message.kind === 'ready') isReady = true;
    else if (message.kind === 'found') settle({ ok: true, data: message.results });
    else {
      log.error({ reason: message.reason }, 'A search failed');
      settle(failure('internal', 'Something went wrong on the server.'));
    }
    next();
  }

  function settle(outcome: Outcome<SearchResult[]>): void {
    const settled = current;
    current = null;
    clearTimeout(settled?.timer);
    settled?.answer(outcome);
  }

  /** Gives up this thread with the search in it. Ending it interrupts a query at its next match. */
  function replace(ended: Worker): void {
    if (worker !== ended) return;
    worker = null;
    // A thread that dies before it is ready would be started in a loop: the search that needed it is refused.
    if (!isReady) waiting.shift()?.answer(failure('internal', 'Something went wrong on the server.'));
    isReady = false;
    settle(tooSlow);
    void ended.terminate();
    next();
  }

  function next(): void {
    if (isClosed || current || waiting.length === 0) return;
    worker ??= start();
    if (!isReady) return;
    const taken = waiting.shift();
    if (!taken) return;
    const running = worker;
    const timer = setTimeout(() => {
      log.warn({ deadlineMilliseconds }, 'A search was ended at its deadline');
      replace(running);
    }, deadlineMilliseconds);
    current = { ...taken, timer };
    running.postMessage(taken.request);
  }

  return {
    search(request) {
      if (isClosed) return Promise.resolve(stopping);
      const ofUser = waiting.filter((other) => other.request.userId === request.userId).length;
      if (waiting.length >= maximumWaiting || ofUser >= maximumWaitingPerUser)
        return Promise.resolve(tooMany);
      return new Promise((answer) => {
        waiting.push({ request, answer });
        next();
      });
    },
    async close() {
      isClosed = true;
      const ending = worker;
      worker = null;
      settle(stopping);
      for (const { answer } of waiting.splice(0)) answer(stopping);
      await ending?.terminate();
    },
  };
}
