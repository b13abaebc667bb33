import type { Difference } from './difference.ts';

/** The part of a difference that decides where a moment goes. A newer server may know more kinds of changes. */
export type Shifts = Pick<Difference, 'offsetSeconds'> & {
  changes: readonly { kind: string; from: number; to: number }[];
};

/** `gone`: the sound at that moment isn't in the other version. */
export type Carried = { at: number } | { gone: true };

type Section = { kind: 'inserted' | 'removed'; from: number; length: number };

/** Sections that are in one version only. Replaced ones are as long in both, so they move nothing. */
function sectionsOf({ changes }: Shifts): Section[] {
  return changes.flatMap(({ kind, from, to }) =>
    kind === 'inserted' || kind === 'removed' ? [{ kind, from, length: to - from }] : [],
  );
}

/** The moment of the newer version at which the sound of this moment of the older one is, in seconds. */
export function carryMoment(seconds: number, difference: Shifts): Carried {
  let shift = difference.offsetSeconds;
  for (const { kind, from, length } of sectionsOf(difference)) {
    const at = seconds + shift;
    if (at < from) break;
    if (kind === 'inserted') shift += length;
    else if (at < from + length) return { gone: true };
    else shift -= length;
  }
  return { at: Math.max(0, seconds + shift) };
}

/** The reverse: the moment of the older version at which the sound of this moment of the newer one is. */
export function carryMomentBack(seconds: number, difference: Shifts): Carried {
  let shift = -difference.offsetSeconds;
  for (const { kind, from, length } of sectionsOf(difference)) {
    if (seconds < from) break;
    if (kind === 'removed') shift += length;
    else if (seconds < from + length) return { gone: true };
    else shift -= length;
  }
  return { at: Math.max(0, seconds + shift) };
}
