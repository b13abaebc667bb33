import type { ReadableBytes } from '../bytes.ts';
import type { FromThread, Readers, ToThread } from './messages.ts';

/** A file that can't be read within the limits: it takes too long, or too much memory. */
export class ReadingFailed extends Error {}

type Question<Reader> = Reader extends (file: ReadableBytes, ...question: infer Asked) => unknown
  ? Asked
  : never;

/** Runs readers of files in threads, so that nothing else waits for a file that was made to be slow. */
export type ReadingThreads<Known extends Readers> = {
  /**
   * Rejects with `ReadingFailed` if the reader computes too long, ends its thread or throws, and with the error of `file`
   * if that can't be read. Reading `file` takes as long as it takes.
   */
  read<Name extends keyof Known & string>(
    reader: Name,
    file: ReadableBytes,
    ...question: Question<Known[Name]>
  ): Promise<Awaited<ReturnType<Known[Name]>>>;
  /** Starts a thread that will be needed in a moment. */
  prepare(): void;
  /** Ends the threads; what is being read rejects. */
  stop(): Promise<void>;
};

/** A thread of Node, as far as it is used here. */
type Thread = {
  postMessage(message: ToThread, transfer?: readonly ArrayBuffer[]): void;
  terminate(): Promise<unknown>;
};

export type ReadingLimits = {
  /** How long a reader may compute, in milliseconds; waiting for bytes doesn't count. */
  longestMilliseconds: number;
  mostThreads?: number;
  /** So many stay without work, because somebody waits for their start. */
  keptThreads?: number;
};

/** After that long without work a thread ends, and gives its memory back. */
const idleMilliseconds = 30_000;
const tooLong = 'it takes too long';
/** No reader needs more at once, in bytes. */
const mostBytes = 16 * 1024 ** 2;

type Job = {
  id: number;
  reader: string;
  file: ReadableBytes;
  question: unknown;
  leftMilliseconds: number;
  /** Why the file couldn't be read. */
  trouble: { error: unknown } | null;
  resolve(answer: unknown): void;
  reject(error: unknown): void;
};

export function createReadingThreads<Known extends Readers>(
  parts: ReadingLimits & {
    startThread(on: { message(message: FromThread): void; end(reason: string): void }): Thread;
    /** Runs a task later, unless the returned function is called before. */
    later(milliseconds: number, task: () => void): () => void;
  },
): ReadingThreads<Known> {
  const { longestMilliseconds, startThread, later } = parts;
  const { mostThreads = 2, keptThreads = 0 } = parts;
  const threads = new Set<ReturnType<typeof start>>();
  let lastId = 0;
  let isStopped = false;

  /** A thread has many jobs, most of which wait for bytes, and works for one at a time. */
  function start() {
    const jobs = new Map<number, Job>();
    const turns: { job: Job; message: ToThread }[] = [];
    let running: { job: Job; since: number; cancelDeadline(): void } | null = null;
    let isReady = false;
    let cancelRest = () => {};

    const thread = startThread({ message: receive, end });
    const self = { jobs, give, stop };

    function give(job: Job, message: ToThread): void {
      cancelRest();
      jobs.set(job.id, job);
      turns.push({ job, message });
      next();
    }

    function next(): void {
      if (!isReady || running) return;
      const turn = turns.shift();
      if (!turn) {
        if (jobs.size === 0) rest();
        return;
      }
      const { job, message } = turn;
      const cancelDeadline = later(job.leftMilliseconds, () => end(tooLong));
      running = { job, since: performance.now(), cancelDeadline };
      const bytes = message.kind === 'bytes' && message.bytes;
      thread.postMessage(message, bytes ? [bytes.buffer as ArrayBuffer] : []);
    }

    function receive(message: FromThread): void {
      if (message.kind === 'ready') isReady = true;
      else if (running) {
        const { job, since, cancelDeadline } = running;
        job.leftMilliseconds -= performance.now() - since;
        if (message.kind === 'read' && job.leftMilliseconds <= 0) {
          end(tooLong);
          return;
        }
        cancelDeadline();
        running = null;
        if (message.kind === 'read') void serve(job, message);
        else {
          jobs.delete(job.id);
          if (job.trouble) job.reject(job.trouble.error);
          else if (message.kind === 'answer') job.resolve(message.answer);
          else job.reject(new ReadingFailed(message.reason));
        }
      }
      next();
    }

    async function serve(job: Job, { position, length }: { position: number; length: number }) {
      let bytes: Uint8Array | null = null;
      try {
        if (length > mostBytes) throw new ReadingFailed('it needs too much memory');
        bytes = new Uint8Array(await job.file.read(position, length));
      } catch (error) {
        job.trouble ??= { error };
      }
      if (jobs.has(job.id)) give(job, { kind: 'bytes', job: job.id, bytes });
    }

    function rest(): void {
      cancelRest();
      cancelRest = later(idleMilliseconds, () => {
        if (threads.size > keptThreads) void stop();
      });
    }

    function stop(): Promise<unknown> {
      threads.delete(self);
      cancelRest();
      running?.cancelDeadline();
      return thread.terminate();
    }

    /** The job that ran is to blame. Those that waited for bytes begin again in another thread. */
    function end(reason: string): void {
      if (!threads.has(self)) return;
      const guilty = running?.job;
      void stop();
      guilty?.reject(new ReadingFailed(reason));
      const others = [...jobs.values()].filter((job) => job !== guilty);
      jobs.clear();
      for (const job of others) {
        // Without anyone to blame it may be any of them.
        if (guilty) place({ ...job, id: ++lastId });
        else job.reject(new ReadingFailed(reason));
      }
    }

    threads.add(self);
    return self;
  }

  function place(job: Job): void {
    const { id, reader, file, question } = job;
    const [least] = [...threads].sort((one, other) => one.jobs.size - other.jobs.size);
    const thread = least && (least.jobs.size === 0 || threads.size >= mostThreads) ? least : start();
    thread.give(job, { kind: 'start', job: id, reader, size: file.size, question });
  }

  return {
    read(reader, file, ...[question]) {
      if (isStopped) return Promise.reject(new Error('Files are no longer read.'));
      return new Promise((resolve, reject) => {
        const job = { id: ++lastId, reader, file, question, leftMilliseconds: longestMilliseconds };
        place({ ...job, trouble: null, resolve: resolve as Job['resolve'], reject });
      });
    },
    prepare() {
      if (!isStopped && threads.size === 0) start();
    },
    async stop() {
      isStopped = true;
      const ending = [...threads];
      const jobs = ending.flatMap((thread) => [...thread.jobs.values()]);
      await Promise.all(ending.map((thread) => thread.stop()));
      for (const job of jobs) job.reject(new Error('Files are no longer read.'));
    },
  };
}
