import type { Hold } from '../../client/common/hold.ts';
import type { Log } from '../../client/common/log.ts';
import type { ServerClient } from '../../client/session/server-client.ts';
import type { File } from '../../protocol/wire/file.ts';
import { type Throttle, throttled } from '../beside/throttle.ts';
import { mediaText } from '../text/media.ts';
import { fetchBytes } from './remote-file.ts';
import type { SoundCache } from './sound-cache.ts';
import { Unavailable } from './unavailable.ts';

export type Fetched = Pick<File, 'url' | 'sha256' | 'size'>;

/** Downloads whole files into the cache while they are played or pinned, continuing where the last download ended. */
export type Filler = {
  /** Starts or continues a download. Does nothing if the file is complete, being downloaded, or has no room. */
  fill(file: Fetched): void;
  /** Does the same in the background and resolves when it has ended. `broke-off` carries the error if there was one. */
  keep(file: Fetched): Promise<Kept>;
  /** Resolves once this many bytes from the front are in the cache, or when the download ends without them. */
  reach(sha256: string, bytes: number): Promise<void>;
  stop(): Promise<void>;
};

export type Kept = { kind: 'kept' } | { kind: 'no-room' } | { kind: 'broke-off'; error: unknown };

/** A and B of a comparison. A third file pauses the first until it is played again. */
const concurrentFiles = 2;

type Filling = {
  abort: AbortController;
  /** The error that ended the download; null if it reached its end. */
  ended: Promise<unknown>;
  isInBackground: boolean;
  waiting: Set<{ bytes: number; resolve(): void }>;
};

const whileRecording = new Unavailable('offline', mediaText.whileRecording);

export function createFiller(parts: {
  client: ServerClient;
  cache: SoundCache;
  /** The SHA-256 of a file, computed in another thread. */
  hash(path: string, signal: AbortSignal): Promise<string | null>;
  throttle: Pick<Throttle, 'take'>;
  /** While it holds, nothing is downloaded; what is played is read piece by piece. */
  hold: Hold;
  log: Log;
}): Filler {
  const { client, cache, hash, throttle, hold, log } = parts;
  const running = new Map<string, Filling>();
  let isStopped = false;

  async function run(file: Fetched, start: number, filling: Filling): Promise<void> {
    const { sha256, size } = file;
    const { signal } = filling.abort;
    let position = start;
    if (position < size) {
      const body = await fetchBytes(client, file, position, size - 1, signal);
      try {
        for await (const piece of throttled(body, throttle, signal)) {
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
    if (found !== sha256) log.warn({ sha256, found }, 'Wrong bytes arrived; the file is fetched again later');
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
          log.info({ sha256, error: String(error) }, 'A download into the cache broke off');
        return error;
      })
      .finally(() => {
        if (running.get(sha256) === filling) running.delete(sha256);
        wake(filling, Number.POSITIVE_INFINITY);
      });
    return filling;
  }

  const stopHolding = hold.onChange(() => {
    if (hold.isHeld()) for (const { abort } of running.values()) abort.abort();
  });

  return {
    fill(file) {
      const { sha256, size } = file;
      if (isStopped || hold.isHeld() || running.has(sha256) || cache.filled(sha256).isComplete) return;
      const start = cache.begin(sha256, size);
      if (start === null) return;
      const played = [...running.values()].filter(({ isInBackground }) => !isInBackground);
      if (played.length >= concurrentFiles) played[0]?.abort.abort();
      begin(file, start, false);
    },
    async keep(file) {
      const { sha256, size } = file;
      let error: unknown = null;
      const known = running.get(sha256);
      if (known) error = await known.ended;
      if (cache.filled(sha256).isComplete) return { kind: 'kept' };
      if (!known && !isStopped && !hold.isHeld()) {
        const start = cache.begin(sha256, size);
        if (start === null) return { kind: 'no-room' };
        error = await begin(file, start, true).ended;
      }
      if (cache.filled(sha256).isComplete) return { kind: 'kept' };
      return { kind: 'broke-off', error: hold.isHeld() ? whileRecording : error };
    },
    reach(sha256, bytes) {
      const filling = running.get(sha256);
      if (!filling || cache.filled(sha256).bytes >= bytes) return Promise.resolve();
      return new Promise((resolve) => filling.waiting.add({ bytes, resolve }));
    },
    async stop() {
      isStopped = true;
      stopHolding();
      const all = [...running.values()];
      for (const { abort } of all) abort.abort();
      await Promise.all(all.map(({ ended }) => ended));
    },
  };
}
