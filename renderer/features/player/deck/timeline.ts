/**
 * Which moment of the music is heard after how many played frames. Moments are frames of A at the device's rate; B is
 * at the same moment plus its offset. Loops are already unrolled in what is played, so both sides always agree.
 */
export type Timeline = {
  /** Rises with every seek: samples of an older generation are thrown away. */
  generation: number;
  /** After `played` frames the music is at `frame`. */
  played: number;
  frame: number;
  loop: { from: number; to: number } | null;
};

/** The moment of the music after this many played frames. */
export function frameAt({ played: start, frame, loop }: Timeline, played: number): number {
  const straight = frame + played - start;
  if (!isTurning(loop, frame) || straight < loop.to) return straight;
  return loop.from + ((straight - loop.to) % (loop.to - loop.from));
}

/** How many frames are played when the loop next jumps back, from `played` on; infinite without a loop. */
export function nextTurn(timeline: Timeline, played: number): number {
  const { loop } = timeline;
  const frame = frameAt(timeline, played);
  return isTurning(loop, frame) ? played + loop.to - frame : Number.POSITIVE_INFINITY;
}

/** Behind the end of the loop the music goes straight on. */
function isTurning(loop: Timeline['loop'], frame: number): loop is { from: number; to: number } {
  return loop !== null && loop.to > loop.from && frame < loop.to;
}
