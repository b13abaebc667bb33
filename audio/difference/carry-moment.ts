import { alignmentOf, carry, isAlone, type Shifts, type Side } from './alignment.ts';

/** `gone`: the sound at that moment isn't in the other version. */
export type Carried = { at: number } | { gone: true };

/** The moment of the newer version at which the sound of this moment of the older one is, in seconds. */
export function carryMoment(seconds: number, difference: Shifts): Carried {
  return carriedFrom('a', seconds, difference);
}

/** The reverse: the moment of the older version at which the sound of this moment of the newer one is. */
export function carryMomentBack(seconds: number, difference: Shifts): Carried {
  return carriedFrom('b', seconds, difference);
}

function carriedFrom(side: Side, seconds: number, difference: Shifts): Carried {
  const alignment = alignmentOf(difference);
  if (isAlone(alignment, side, seconds)) return { gone: true };
  return { at: Math.max(0, carry(alignment, side, seconds)) };
}
