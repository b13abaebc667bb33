import { carryMoment, carryMomentBack } from '../../../audio/difference/carry-moment.ts';
import type { Difference } from '../../../protocol/wire/difference.ts';
import type { Side } from '../player/port.ts';

/** The moments of two versions that are the same moment of the music. B is the newer one. Times in seconds. */
export type MomentMap = {
  /** A moment of one side in the time of the other. Where that part is missing, as if it were not. */
  map(from: Side, to: Side, seconds: number): number;
  /** How much later than in A the moment is in B. It changes at each inserted or removed section. */
  offsetAt(side: Side, seconds: number): number;
};

export function createMomentMap(difference: Difference | null): MomentMap {
  const usual = difference?.offsetSeconds ?? 0;
  const map = (from: Side, to: Side, seconds: number): number => {
    if (from === to || !difference) return seconds;
    const carried = from === 'a' ? carryMoment(seconds, difference) : carryMomentBack(seconds, difference);
    return 'at' in carried ? carried.at : Math.max(0, seconds + (from === 'a' ? usual : -usual));
  };
  return {
    map,
    offsetAt(side, seconds) {
      const other = map(side, side === 'a' ? 'b' : 'a', seconds);
      // Before the start of the other version there is no moment to measure at.
      if (other === 0) return usual;
      return side === 'a' ? other - seconds : seconds - other;
    },
  };
}
