import type { ReadableBytes } from '../../audio/bytes.ts';
import type { ServerClient } from '../../client/session/server-client.ts';
import type { File } from '../../protocol/wire/file.ts';
import type { Throttle } from '../beside/throttle.ts';
import type { Disk } from '../bounces/disk/disk.ts';
import type { LocalCopy } from '../bounces/pipeline.ts';
import type { Filler } from './filler.ts';
import { readLocal } from './read-local.ts';
import { readRemote } from './remote-file.ts';
import type { SoundCache } from './sound-cache.ts';

export type SoundSources = {
  client: ServerClient;
  cache: SoundCache;
  filler: Filler;
  disk: Disk;
  findCopies(sha256: string): LocalCopy[];
  throttle: Pick<Throttle, 'isLimited' | 'spend'>;
  stopping: AbortSignal;
};

/** Bytes this close to the front of a running download are waited for: another request would not be faster. */
const nearBytes = 1024 ** 2;

/**
 * The bytes of a file of the band, each piece from the best source at that moment: the bounce on this disk if it has not
 * changed, the cache, or the server, which then also fills the cache. All sources have the same bytes. Reads throw
 * `Unavailable`.
 */
export function soundSource(file: File, sources: SoundSources): ReadableBytes {
  const { client, cache, filler, disk, findCopies, throttle, stopping } = sources;
  const { sha256, size } = file;

  return {
    size,
    async read(position, wanted) {
      const length = Math.min(wanted, size - position);
      if (length <= 0) return new Uint8Array(0);
      for (const copy of findCopies(sha256)) {
        const bytes = copy.identity.size === size ? await readLocal(disk, copy, position, length) : null;
        if (bytes) return bytes;
      }
      const end = position + length;
      if (!cache.filled(sha256).isComplete) {
        filler.fill(file);
        // A listener doesn't wait for a download that is held back. The download waits for them: these bytes count too.
        if (!throttle.isLimited() && position <= cache.filled(sha256).bytes + nearBytes)
          await filler.reach(sha256, end);
      }
      const cached = cache.filled(sha256).bytes >= end ? await cache.read(sha256, position, length) : null;
      if (cached) return cached;
      throttle.spend(length);
      return readRemote(client, file, position, length, stopping);
    },
  };
}
