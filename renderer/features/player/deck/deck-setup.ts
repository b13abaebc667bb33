import type { Alignment } from '../../../../audio/difference/alignment.ts';
import type { Side } from './side.ts';

/** `seconds` is the moment to start at, in the heard side's time. B may be missing. */
export type DeckSetup = {
  addresses: { a: string; b: string | null };
  heard: Side;
  seconds: number;
  /** In seconds. */
  alignment: Alignment;
};
