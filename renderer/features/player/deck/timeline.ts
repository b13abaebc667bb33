import { type Alignment, carry, joinAfter } from '../../../../audio/difference/alignment.ts';
import type { Side } from './side.ts';

/**
 * Which frames of both sides are played after how many played frames. The leading side goes straight on, apart from its
 * loop. The other one is at the same moment of the music, so it jumps where only one of them has a section. Loops are
 * already unrolled in what is played.
 */
export type Timeline = {
  /** Rises with every seek: samples of an older generation are thrown away. */
  generation: number;
  lead: Side;
  /** After `played` frames the leading side is at `frame`. Both sides are at the device's rate. */
  played: number;
  frame: number;
  /** In frames of the leading side. */
  loop: { from: number; to: number } | null;
  /** In frames. */
  alignment: Alignment;
};

/** The frame of a side after this many played frames. */
export function frameAt(timeline: Timeline, side: Side, played: number): number {
  const frame = leadingFrameAt(timeline, played);
  return side === timeline.lead ? frame : carry(timeline.alignment, timeline.lead, frame);
}

/** How many frames are played when the loop next jumps back, from `played` on; infinite without a loop. */
export function nextTurn(timeline: Timeline, played: number): number {
  const { loop } = timeline;
  const frame = leadingFrameAt(timeline, played);
  return isTurning(loop, frame) ? played + loop.to - frame : Number.POSITIVE_INFINITY;
}

/** How many frames are played when a side next jumps: at a turn of the loop, or at a join. */
export function nextJump(timeline: Timeline, played: number): number {
  const frame = leadingFrameAt(timeline, played);
  const join = joinAfter(timeline.alignment, timeline.lead, frame);
  return Math.min(nextTurn(timeline, played), played + join - frame);
}

/** The first of these played frames at which a side is elsewhere in one timeline than in the other; else infinite. */
export function firstDifference(
  one: Timeline,
  other: Timeline,
  side: Side,
  { from, to }: { from: number; to: number },
): number {
  for (let played = from; played < to; played = Math.min(nextJump(one, played), nextJump(other, played)))
    if (frameAt(one, side, played) !== frameAt(other, side, played)) return played;
  return Number.POSITIVE_INFINITY;
}

/** After how many played frames a side that ends at its frame `end` has ended for good; infinite in a loop. */
export function endOf(timeline: Timeline, side: Side, end: number): number {
  const { played, frame, lead, alignment } = timeline;
  if (nextTurn(timeline, played) < Number.POSITIVE_INFINITY) return Number.POSITIVE_INFINITY;
  if (side === lead) return played + end - frame;
  const last = alignment.at(-1) ?? alignment[0];
  return played + last[lead] + (end - last[side]) - frame;
}

function leadingFrameAt({ played: start, frame, loop }: Timeline, played: number): number {
  const straight = frame + played - start;
  if (!isTurning(loop, frame) || straight < loop.to) return straight;
  return loop.from + ((straight - loop.to) % (loop.to - loop.from));
}

/** Behind the end of the loop the music goes straight on. */
function isTurning(loop: Timeline['loop'], frame: number): loop is { from: number; to: number } {
  return loop !== null && loop.to > loop.from && frame < loop.to;
}
