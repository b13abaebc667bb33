import type { KilledUpload } from './kill-uploads.ts';

/** One line a state and victim: the number of kills, and the bytes sent again. */
export function summaryOf(uploads: readonly KilledUpload[]): string[] {
  const groups = Map.groupBy(uploads, ({ victim, state }) => `${victim} killed when ${state}`);
  return [...groups].map(([words, group]) => {
    const beyond = group.map((upload) => upload.beyond).sort((one, other) => one - other);
    const total = group.reduce((sum, { size }) => sum + size, 0);
    const kilobytes = (share: number) =>
      Math.round((beyond[Math.min(beyond.length - 1, Math.floor(share * beyond.length))] ?? 0) / 1000);
    return (
      `${words}: ${group.length} kills, ${(total / 1e6).toFixed(0)} MB in all; ` +
      `beyond the files ${kilobytes(0.5)} kB (median), ${kilobytes(0.95)} kB (95 %), ${kilobytes(1)} kB (most)`
    );
  });
}
