import type { Difference } from './difference.ts';

/** The part of a difference that decides where a moment goes. A newer server may know more kinds of changes. */
export type Shifts = Pick<Difference, 'offsetSeconds'> & {
  changes: readonly { kind: string; from: number; to: number }[];
};

/** `a` is the older of two sounds, `b` the newer one. */
export type Side = 'a' | 'b';

/** The same moment in both, from which both go straight on until the next join. In seconds, or in frames. */
export type Join = { a: number; b: number };

/**
 * The moments of two sounds that are the same moment of the music. A new join follows each section that only one of them
 * has. The first one also holds before itself.
 */
export type Alignment = readonly [Join, ...Join[]];

export const otherSide = (side: Side): Side => (side === 'a' ? 'b' : 'a');

/** Replaced sections are as long in both, so they move nothing. */
export function alignmentOf({ offsetSeconds, changes }: Shifts): Alignment {
  let shift = offsetSeconds;
  const joins: [Join, ...Join[]] = [{ a: 0, b: shift }];
  for (const { kind, from, to } of changes) {
    if (kind !== 'inserted' && kind !== 'removed') continue;
    const length = to - from;
    joins.push(
      kind === 'inserted' ? { a: from - shift, b: from + length } : { a: from - shift + length, b: from },
    );
    shift += kind === 'inserted' ? length : -length;
  }
  return joins;
}

/**
 * The moment of the other sound that belongs to a moment of this one. In a section that the other one lacks, it goes
 * straight on from the section's start.
 */
export function carry(alignment: Alignment, from: Side, at: number): number {
  const join = joinBefore(alignment, from, at);
  return join[otherSide(from)] + at - join[from];
}

/** The other sound lacks the section that this moment is in. */
export function isAlone(alignment: Alignment, side: Side, at: number): boolean {
  const next = alignment[alignment.indexOf(joinBefore(alignment, side, at)) + 1];
  return next !== undefined && carry(alignment, side, at) >= next[otherSide(side)];
}

/** Like `carry`, but every moment of a section that the other sound lacks is the section's start. */
export function carryToEdge(alignment: Alignment, from: Side, at: number): number {
  const next = alignment[alignment.indexOf(joinBefore(alignment, from, at)) + 1];
  return Math.min(carry(alignment, from, at), next?.[otherSide(from)] ?? Number.POSITIVE_INFINITY);
}

/** The next join after a moment; infinite behind the last one. */
export function joinAfter(alignment: Alignment, side: Side, at: number): number {
  return alignment.slice(1).find((join) => join[side] > at)?.[side] ?? Number.POSITIVE_INFINITY;
}

function joinBefore(alignment: Alignment, side: Side, at: number): Join {
  const [first, ...rest] = alignment;
  return rest.findLast((join) => join[side] <= at) ?? first;
}
