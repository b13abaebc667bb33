import type { Log } from '../../client/common/log.ts';
import type { ServerClient } from '../../client/session/server-client.ts';
import type { File } from '../../protocol/wire/file.ts';
import { fetchBytes } from './remote-file.ts';
import type { SoundCache } from './sound-cache.ts';

export type Fetched = Pick<File, 'url' | 'sha256' | 'size'>;

/** Brings whole files into the cache while they are being listened to, or kept, from where the last time ended. */
export type Filler = {
  /** Begins, or goes on. Nothing happens for what is complete, on its way, or has no room. */
  fill(file: Fetched): void;
  /**
   * The same in the background, beside what is listened to. Answers when it is over: `kept`, `no-room`, or that not all
   * of it came, and why as far as that is known.
   */
  keep(file: Fetched): Promise<Kept>;
  /** Resolves once so many bytes from the front are in the cache, or as soon as it is clear that they won't come. */
  reach(sha256: string, bytes: number): Promise<void>;
  stop(): Promise<void>;
};

export type Kept = { kind: 'kept' } | { kind: 'no-room' } | { kind: 'broke-off'; error: unknown };

/** A and B of a comparison. A third lets the first wait until it is listened to again. */
const concurrentFiles = 2;

type Filling = {
  abort: AbortController;
  /** What it broke off with; null when it came to its end. */
  ended: Promise<unknown>;
  isInBackground: boolean;
  waiting: Set<{ bytes: number; resolve(): void }>;
};

export function createFiller(parts: {
  client: ServerClient;
  cache: SoundCache;
  /** The SHA-256 of a file, in a thread of its own. */
  hash(path: string, signal: AbortSignal): Promise<string | null>;
  log: Log;
}): Filler {
  const { client, cache, hash, log } = parts;
  const running = new Map<string, Filling>();
  let isStopped = false;

  async function run(file: Fetched, start: number, filling: Filling): Promise<void> {
    const { sha256, size } = file;
    const { signal } = filling.abort;
    let position = start;
    if (position < size) {
      const body = await fetchBytes(client, file, position, size - 1, signal);
      try {
        for await (const piece of body) {
          if (!(await cache.append(sha256, position, piece))) return;
          position += piece.length;
          wake(filling, position);
        }
      } finally {
        await cache.pause(sha256);
      }
    }
    if (position < size) return;
    const found = await hash(cache.path(sha256), signal);
    if (found === null) return;
    if (found !== sha256)
      log.warn({ sha256, found }, 'Other bytes came than were promised: fetched again later');
    await cache.finish(sha256, found === sha256);
  }

  function wake({ waiting }: Filling, bytes: number): void {
    for (const entry of waiting) {
      if (entry.bytes > bytes) continue;
      waiting.delete(entry);
      entry.resolve();
    }
  }

  function begin(file: Fetched, start: number, isInBackground: boolean): Filling {
    const { sha256 } = file;
    const filling: Filling = {
      abort: new AbortController(),
      ended: Promise.resolve(null),
      waiting: new Set(),
      isInBackground,
    };
    running.set(sha256, filling);
    filling.ended = run(file, start, filling)
      .then(() => null)
      .catch((error: unknown) => {
        if (!filling.abort.signal.aborted)
          log.info({ sha256, error: String(error) }, 'A file is not cached yet');
        return error;
      })
      .finally(() => {
        if (running.get(sha256) === filling) running.delete(sha256);
        wake(filling, Number.POSITIVE_INFINITY);
      });
    return filling;
  }

  return {
    fill(file) {
      const { sha256, size } = file;
      if (isStopped || running.has(sha256) || cache.filled(sha256).isComplete) return;
      const start = cache.begin(sha256, size);
      if (start === null) return;
      const listened = [...running.values()].filter(({ isInBackground }) => !isInBackground);
      if (listened.length >= concurrentFiles) listened[0]?.abort.abort();
      begin(file, start, false);
    },
    async keep(file) {
      const { sha256, size } = file;
      let error: unknown = null;
      const known = running.get(sha256);
      if (known) error = await known.ended;
      if (cache.filled(sha256).isComplete) return { kind: 'kept' };
      if (!known && !isStopped) {
        const start = cache.begin(sha256, size);
        if (start === null) return { kind: 'no-room' };
        error = await begin(file, start, true).ended;
      }
      return cache.filled(sha256).isComplete ? { kind: 'kept' } : { kind: 'broke-off', error };
    },
    reach(sha256, bytes) {
      const filling = running.get(sha256);
      if (!filling || cache.filled(sha256).bytes >= bytes) return Promise.resolve();
      return new Promise((resolve) => filling.waiting.add({ bytes, resolve }));
    },
    async stop() {
      isStopped = true;
      const all = [...running.values()];
      for (const { abort } of all) abort.abort();
      await Promise.all(all.map(({ ended }) => ended));
    },
  };
}
