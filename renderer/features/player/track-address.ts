import type { Track } from './track.ts';

export type TrackAddress = (track: Track) => string;

/** The address by which each track is played: that of `addressOf`, which may be a compressed copy until it gives way to the file. */
export function createTrackAddresses(addressOf: TrackAddress, losslessOf: TrackAddress) {
  const lossless = new Set<string>();
  return {
    of: (track: Track) => (lossless.has(track.fileId) ? losslessOf(track) : addressOf(track)),
    /** From now on. */
    lossless(track: Track): string {
      lossless.add(track.fileId);
      return losslessOf(track);
    },
  };
}
