import { stat } from 'node:fs/promises';
import { createPlayableSounds } from '../../audio/reading/playable-sounds.ts';
import { ReadingFailed } from '../../audio/reading/reading-threads.ts';
import { type Hold, neverHeld } from '../../client/common/hold.ts';
import type { Log } from '../../client/common/log.ts';
import type { ServerClient } from '../../client/session/server-client.ts';
import type { Clock } from '../../common/clock.ts';
import type { CacheUsage } from '../../protocol/ipc/media.ts';
import type { File } from '../../protocol/wire/file.ts';
import { type Throttle, unlimited } from '../beside/throttle.ts';
import type { Disk } from '../bounces/disk/disk.ts';
import { identityOf } from '../bounces/disk/file-identity.ts';
import { createHasher } from '../bounces/disk/hasher.ts';
import type { LocalCopy } from '../bounces/pipeline.ts';
import type { FileReaders } from '../reading/file-readers.ts';
import { mediaText } from '../text/media.ts';
import type { Original } from '../to-daw/daw-copies.ts';
import { answerDifference } from './answer-difference.ts';
import { answerLoudness } from './answer-loudness.ts';
import { answerPeaks } from './answer-peaks.ts';
import { answerSound, answerUnavailable } from './answer-sound.ts';
import type { KeptLoudness } from './bounce-loudness.ts';
import type { Keeper } from './fetch-pinned.ts';
import { createFiller } from './filler.ts';
import { createPictures } from './pictures.ts';
import { createSoundCache } from './sound-cache.ts';
import { soundSource } from './sound-source.ts';
import { Unavailable } from './unavailable.ts';

export type MediaDependencies = {
  /** The sound cache's own folder. */
  folder: string;
  picturesFolder: string;
  disk: Disk;
  readers: Pick<FileReaders, 'read'>;
  client: ServerClient;
  /** Finds a file in the cached projects of this account. */
  findFile(fileId: string): File | undefined;
  findCopies(sha256: string): LocalCopy[];
  /** How fast sounds may come; as fast as possible if it is left out. */
  throttle?: Pick<Throttle, 'isLimited' | 'take' | 'spend'>;
  hold?: Hold;
  clock: Clock;
  log: Log;
};

/** Sounds, waveforms and pictures for the page (see `protocol/ipc/media.ts`). */
export type Media = {
  /** Answers `media/<fileId>`, `media/<fileId>/peaks`, `media/<fileId>/loudness`, `media/<fileId>/difference?to=`, `media/<fileId>/image` and `media/pictures/<sha256>`. Rejects only because of a bug. */
  answer(request: Pick<Request, 'method' | 'headers' | 'url'>): Promise<Response>;
  cacheUsage(): Omit<CacheUsage, 'pinnedBytes'>;
  /** Removes what exceeds the limit at once. */
  setCacheLimit(limitBytes: number): void;
  /** A file as it was uploaded, whatever it is. */
  original(file: File): Original;
  /** Keeps pinned files. */
  keeper: Keeper;
  /** Keeps the loudness of files that only this machine has measured. */
  loudness: KeptLoudness;
  stop(): Promise<void>;
};

export function createMedia(dependencies: MediaDependencies): Media {
  const { folder, picturesFolder, disk, readers, client, findFile, findCopies, clock, log } = dependencies;
  const { throttle = unlimited, hold = neverHeld } = dependencies;
  const findPlayable = createPlayableSounds(readers);
  const cache = createSoundCache({ folder, clock, log });
  const hasher = createHasher(disk);
  const stopping = new AbortController();
  const filler = createFiller({ client, cache, hash, throttle, hold, log });
  const pictures = createPictures({
    ...{ folder: picturesFolder, client, clock, log },
    stopping: stopping.signal,
  });
  const sources = { client, cache, filler, disk, findFile, findCopies, throttle, stopping: stopping.signal };

  async function hash(path: string, signal: AbortSignal): Promise<string | null> {
    const result = await hasher.hash(path, identityOf(await stat(path, { bigint: true })), signal);
    return result.kind === 'hashed' ? result.sha256 : null;
  }

  async function answerFor(request: Pick<Request, 'method' | 'headers' | 'url'>): Promise<Response> {
    if (request.method !== 'GET' && request.method !== 'HEAD') return new Response(null, { status: 405 });
    const address = parseMediaPath(request.url);
    if (address?.part === 'picture') return pictures.answer(address.sha256);
    const file = address && findFile(address.fileId);
    if (!file) throw new Unavailable('not-found', mediaText.noSuchFile);
    if (address.part === 'peaks') return answerPeaks(file, sources);
    if (address.part === 'loudness') return answerLoudness(file, sources);
    if (address.part === 'difference') return answerDifference(file, address.to, sources);
    if (address.part === 'image') {
      if (file.type !== 'IMAGE') throw new Unavailable('unsupported-type', mediaText.notAPicture);
      return answerSound(request, {
        bytes: soundSource(file, sources),
        mimeType: file.mimeType,
        isMade: false,
      });
    }
    const bitDepth = file.audio?.bitDepth ?? null;
    const { sha256, mimeType } = file;
    const playable = await findPlayable(soundSource(file, sources), { sha256, mimeType, bitDepth });
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
    original: (file) => ({
      bytes: soundSource(file, sources),
      path: cache.filled(file.sha256).isComplete ? cache.path(file.sha256) : null,
    }),
    loudness: { read: cache.readLoudness, put: cache.putLoudness },
    async answer(request) {
      try {
        return await answerFor(request);
      } catch (error) {
        if (error instanceof Unavailable) return answerUnavailable(error);
        if (error instanceof ReadingFailed) return answerUnavailable(tooCostly);
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

const tooCostly = new Unavailable('unsupported-type', mediaText.tooCostly);

/** The answer while nobody is signed in. */
export const signedOut = new Unavailable('signed-out', mediaText.signedOut);

type MediaPath =
  | { part: 'picture'; sha256: string }
  | { fileId: string; part: 'sound' | 'peaks' | 'loudness' | 'image' }
  | { fileId: string; part: 'difference'; to: string };

/** The file and the part of it that a URL names; null for any other URL. */
export function parseMediaPath(url: string): MediaPath | null {
  const { pathname, searchParams } = URL.parse(url) ?? {};
  const picture = /^\/media\/pictures\/([0-9a-f]{64})$/.exec(pathname ?? '');
  if (picture?.[1]) return { part: 'picture', sha256: picture[1] };
  const match = /^\/media\/([\w-]{1,64})(?:\/(peaks|loudness|difference|image))?$/.exec(pathname ?? '');
  if (!match?.[1]) return null;
  const fileId = match[1];
  if (match[2] === 'difference') return { fileId, part: 'difference', to: searchParams?.get('to') ?? '' };
  const part = match[2];
  return { fileId, part: part === 'peaks' || part === 'loudness' || part === 'image' ? part : 'sound' };
}
