/** `from` and `to` in seconds of the newer sound. See `protocol/wire/difference.ts` for the meaning of each kind. */
export type Change = {
  kind: 'gain' | 'band' | 'noise' | 'cleaned' | 'inserted' | 'removed' | 'replaced';
  from: number;
  to: number;
  /** In Hz. */
  band?: { from: number; to: number };
  decibels?: number;
};

/** The changes from an older sound to a newer one; the wire has the same fields. */
export type Difference = {
  identical: boolean;
  offsetSeconds: number;
  gainDecibels: number;
  bands: number[];
  stepSeconds: number;
  decibels: (number | null)[][];
  changes: Change[];
  summary: string;
};

/** A stretch of the newer sound, in seconds, that is also in the older one: `lag` seconds earlier. */
export type Match = { from: number; to: number; lag: number };

/** Raise it whenever the same two sounds get another result: then what was stored is computed again when it is read. */
export const differenceMethod = 7;
