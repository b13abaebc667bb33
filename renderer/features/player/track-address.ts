import { mediaAddress } from '../../../protocol/ipc/media-addresses.ts';
import type { Track } from './track.ts';

/** The address by which each track is played: that of `addressOf`, which may be a compressed copy until it gives way to the file. */
export function createTrackAddresses(addressOf: (track: Track) => string) {
  const lossless = new Set<string>();
  return {
    of: (track: Track) => (lossless.has(track.fileId) ? mediaAddress(track.fileId) : addressOf(track)),
    /** From now on. */
    lossless({ fileId }: Track): string {
      lossless.add(fileId);
      return mediaAddress(fileId);
    },
  };
}
