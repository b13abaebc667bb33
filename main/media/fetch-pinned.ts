import type { File } from '../../protocol/wire/file.ts';
import { mediaText } from '../text/media.ts';
import type { Kept } from './filler.ts';
import type { PinPass } from './pinned-files.ts';
import { Unavailable } from './unavailable.ts';

/** The part of the sound cache that handles pinned files. */
export type Keeper = {
  /** Bytes of the file that are on this disk, in the cache or as a bounce. */
  keptBytes(file: File): number;
  keep(file: File): Promise<Kept>;
  /** Keeps the waveform. `pending`: not measured yet, an event will announce it; `failed`: it could not be requested. */
  keepPeaks(file: File): Promise<'known' | 'pending' | 'failed'>;
  /** These files are never removed to make room. */
  setPinned(sha256s: ReadonlySet<string>): void;
};

export type FetchRun = {
  isStopped(): boolean;
  /** Another run follows, so waveforms and comments can wait for it. */
  isSuperseded(): boolean;
  /** Called before each download. */
  onFile(): void;
};

export type PinnedFetcher = {
  /** Fetches what is missing of these files, in their order, then their waveforms and comments. */
  fetch(files: readonly File[], run: FetchRun): Promise<PinPass>;
};

/** More downloads at once would not be faster. */
const concurrentFiles = 2;

export function createPinnedFetcher(parts: {
  keeper: Keeper;
  /** Keeps a cut's comments, to be read offline too. False if they could not be requested. */
  keepComments(cutId: string): Promise<boolean>;
}): PinnedFetcher {
  const { keeper, keepComments } = parts;
  /** Files and cuts whose waveform and comments were requested in this run. */
  const accompanied = new Set<string>();

  async function accompany(files: readonly File[], run: FetchRun): Promise<void> {
    for (const file of files) {
      if (run.isStopped() || run.isSuperseded()) return;
      const peaks = accompanied.has(file.id) ? 'known' : await keeper.keepPeaks(file);
      if (peaks === 'failed') return;
      if (peaks === 'known') accompanied.add(file.id);
      if (!accompanied.has(file.cutId) && !(await keepComments(file.cutId))) return;
      accompanied.add(file.cutId);
    }
  }

  return {
    async fetch(files, run) {
      const queue = files.filter((file) => keeper.keptBytes(file) < file.size);
      let result = { kind: 'idle' } as PinPass;
      async function work(): Promise<void> {
        for (let file = queue.shift(); file && !run.isStopped(); file = queue.shift()) {
          run.onFile();
          const kept = await keeper.keep(file);
          if (kept.kind === 'kept') continue;
          // Older files must not take the room of newer ones; and a server that can't be reached stays so for the next.
          queue.length = 0;
          result = kept.kind === 'no-room' ? kept : { kind: 'waiting', message: sentenceOf(kept.error) };
        }
      }
      await Promise.all(Array.from({ length: concurrentFiles }, work));
      if (result.kind !== 'waiting') await accompany(files, run);
      return result;
    },
  };
}

function sentenceOf(error: unknown): string {
  return error instanceof Unavailable ? error.message : mediaText.cutShort;
}
