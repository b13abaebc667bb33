import { stat } from 'node:fs/promises';
import { playableSound } from '../../audio/playable-sound.ts';
import type { Log } from '../../client/common/log.ts';
import type { ServerClient } from '../../client/session/server-client.ts';
import type { Clock } from '../../common/clock.ts';
import type { CacheUsage } from '../../protocol/ipc/media.ts';
import type { File } from '../../protocol/wire/file.ts';
import type { Disk } from '../bounces/disk/disk.ts';
import { identityOf } from '../bounces/disk/file-identity.ts';
import { createHasher } from '../bounces/disk/hasher.ts';
import type { LocalCopy } from '../bounces/pipeline.ts';
import { mediaText } from '../text/media.ts';
import { answerDifference } from './answer-difference.ts';
import { answerLoudness } from './answer-loudness.ts';
import { answerPeaks } from './answer-peaks.ts';
import { answerSound, answerUnavailable } from './answer-sound.ts';
import type { KeptLoudness } from './bounce-loudness.ts';
import type { Keeper } from './fetch-pinned.ts';
import { createFiller } from './filler.ts';
import { createSoundCache } from './sound-cache.ts';
import { soundSource } from './sound-source.ts';
import { Unavailable } from './unavailable.ts';

export type MediaDependencies = {
  /** The sound cache's own folder. */
  folder: string;
  disk: Disk;
  client: ServerClient;
  /** Finds a file in the cached projects of this account. */
  findFile(fileId: string): File | undefined;
  findCopies(sha256: string): LocalCopy[];
  clock: Clock;
  log: Log;
};

/** Sounds and waveforms for the page (see `protocol/ipc/media.ts`). */
export type Media = {
  /** Answers `media/<fileId>`, `media/<fileId>/peaks`, `media/<fileId>/loudness` and `media/<fileId>/difference?to=`. Rejects only because of a bug. */
  answer(request: Pick<Request, 'method' | 'headers' | 'url'>): Promise<Response>;
  cacheUsage(): Omit<CacheUsage, 'pinnedBytes'>;
  /** Removes what exceeds the limit at once. */
  setCacheLimit(limitBytes: number): void;
  /** Keeps pinned files. */
  keeper: Keeper;
  /** Keeps the loudness of files that only this machine has measured. */
  loudness: KeptLoudness;
  stop(): Promise<void>;
};

export function createMedia(dependencies: MediaDependencies): Media {
  const { folder, disk, client, findFile, findCopies, clock, log } = dependencies;
  const cache = createSoundCache({ folder, clock, log });
  const hasher = createHasher(disk);
  const stopping = new AbortController();
  const filler = createFiller({ client, cache, hash, log });
  const sources = { client, cache, filler, disk, findFile, findCopies, stopping: stopping.signal };

  async function hash(path: string, signal: AbortSignal): Promise<string | null> {
    const result = await hasher.hash(path, identityOf(await stat(path, { bigint: true })), signal);
    return result.kind === 'hashed' ? result.sha256 : null;
  }

  async function answerFor(request: Pick<Request, 'method' | 'headers' | 'url'>): Promise<Response> {
    if (request.method !== 'GET' && request.method !== 'HEAD') return new Response(null, { status: 405 });
    const address = parseMediaPath(request.url);
    const file = address && findFile(address.fileId);
    if (!file) throw new Unavailable('not-found', mediaText.noSuchFile);
    if (address.part === 'peaks') return answerPeaks(file, sources);
    if (address.part === 'loudness') return answerLoudness(file, sources);
    if (address.part === 'difference') return answerDifference(file, address.to, sources);
    const bitDepth = file.audio?.bitDepth ?? null;
    const playable = await playableSound(soundSource(file, sources), { mimeType: file.mimeType, bitDepth });
    if (!playable) {
      throw new Unavailable('unsupported-type', mediaText.notPlayable);
    }
    return answerSound(request, playable);
  }

  const keeper: Keeper = {
    keptBytes({ sha256, size }) {
      const { bytes, isComplete } = cache.filled(sha256);
      if (isComplete || findCopies(sha256).some(({ identity }) => identity.size === size)) return size;
      // The last byte counts once the hash is verified.
      return Math.min(bytes, size - 1);
    },
    keep: filler.keep,
    keepPeaks: (file) =>
      answerPeaks(file, sources).then(
        ({ status }) => (status === 202 ? 'pending' : 'known'),
        (error: unknown) =>
          error instanceof Unavailable && error.failure.kind === 'not-found' ? 'known' : 'failed',
      ),
    setPinned: cache.setPinned,
  };

  return {
    keeper,
    loudness: { read: cache.readLoudness, put: cache.putLoudness },
    async answer(request) {
      try {
        return await answerFor(request);
      } catch (error) {
        if (error instanceof Unavailable) return answerUnavailable(error);
        // The cache was closed during the read.
        if (stopping.signal.aborted) return answerUnavailable(signedOut);
        throw error;
      }
    },
    cacheUsage: cache.usage,
    setCacheLimit: cache.setLimit,
    async stop() {
      stopping.abort();
      await filler.stop();
      await hasher.stop();
      cache.close();
    },
  };
}

/** The answer while nobody is signed in. */
export const signedOut = new Unavailable('signed-out', mediaText.signedOut);

type MediaPath =
  | { fileId: string; part: 'sound' | 'peaks' | 'loudness' }
  | { fileId: string; part: 'difference'; to: string };

/** The file and the part of it that a URL names; null for any other URL. */
export function parseMediaPath(url: string): MediaPath | null {
  const { pathname, searchParams } = URL.parse(url) ?? {};
  const match = /^\/media\/([\w-]{1,64})(?:\/(peaks|loudness|difference))?$/.exec(pathname ?? '');
  if (!match?.[1]) return null;
  const fileId = match[1];
  if (match[2] === 'difference') return { fileId, part: 'difference', to: searchParams?.get('to') ?? '' };
  return { fileId, part: match[2] === 'peaks' || match[2] === 'loudness' ? match[2] : 'sound' };
}
