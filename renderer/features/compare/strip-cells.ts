import type { Difference } from '../../../protocol/wire/difference.ts';

/** Smaller differences than this, in dB, can't be heard and aren't drawn. */
const audible = 0.7;

/** A difference of this size, in dB, is drawn as strongly as possible. */
const full = 4;

/**
 * The mean level difference in each of `count` equal stretches of `duration` seconds, band by band: `cells[band][column]`
 * in dB, null where there is nothing to compare.
 */
export function stripCells(
  { decibels, stepSeconds, bands }: Pick<Difference, 'decibels' | 'stepSeconds' | 'bands'>,
  count: number,
  duration: number,
): (number | null)[][] {
  const perColumn = duration / count / stepSeconds;
  return bands.map((_, band) =>
    Array.from({ length: count }, (_, column) => {
      const from = Math.floor(column * perColumn);
      const to = Math.max(from + 1, Math.ceil((column + 1) * perColumn));
      let sum = 0;
      let amount = 0;
      for (const step of decibels.slice(from, to)) {
        const value = step[band];
        if (typeof value !== 'number') continue;
        sum += value;
        amount += 1;
      }
      return amount === 0 ? null : sum / amount;
    }),
  );
}

/** How strongly to draw a difference, from 0 (inaudible) to 1. */
export function strengthOf(decibels: number | null): number {
  const size = Math.abs(decibels ?? 0);
  return size < audible ? 0 : Math.min(1, size / full);
}
