import { type Alignment, carry, carryToEdge } from '../../../../audio/difference/alignment.ts';
import type { Side } from './side.ts';

/** A stretch that repeats, in seconds. */
export type Loop = { from: number; to: number };

/** In seconds. A shorter loop is a tone, and costs a message for each turn. */
export const shortestLoop = 0.02;

/** A loop of one side in the time of the other: of a section that only one has, the other one keeps what is around it. */
export function carryLoop(alignment: Alignment, from: Side, to: Side, loop: Loop): Loop {
  if (from === to) return loop;
  const by = (carried: typeof carry) => ({
    from: carried(alignment, from, loop.from),
    to: carried(alignment, from, loop.to),
  });
  const around = by(carryToEdge);
  return around.to - around.from >= shortestLoop ? around : by(carry);
}
