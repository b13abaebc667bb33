import { useState } from 'react';
import type { Loop } from '../player/port.ts';
import type { Comparison } from './use-comparison.ts';

/** How long a loop is of which only one end was set, in seconds. */
const usualLength = 8;
/** In seconds. */
const shortest = 0.1;

/** A loop that starts here. It keeps its end if that is later. */
export function startingAt(from: number, before: Loop | null, duration: number): Loop {
  const end = duration > 0 ? duration : Number.POSITIVE_INFINITY;
  const start = Math.max(0, Math.min(from, end - shortest));
  const to = before && before.to >= start + shortest ? before.to : start + usualLength;
  return { from: start, to: Math.min(end, to) };
}

/** A loop that ends here. It keeps its start if that is earlier. */
export function endingAt(to: number, before: Loop | null): Loop {
  const end = Math.max(shortest, to);
  const from = before && before.from <= end - shortest ? before.from : end - usualLength;
  return { from: Math.max(0, from), to: end };
}

/** The loop in the time of B, whose changes the page lists. `duration`: of B, in seconds; 0 while it is unknown. */
export function useLoop(comparison: Pick<Comparison, 'loopOf' | 'loop' | 'time'>, duration: number) {
  const [last, setLast] = useState<Loop | null>(null);
  const loop = comparison.loopOf('b');
  const set = (next: Loop) => {
    setLast(next);
    comparison.loop('b', next);
  };
  const clear = () => comparison.loop('b', null);
  return {
    loop,
    set,
    clear,
    /** Off, or as it was last. */
    toggle: () => (loop ? clear() : set(last ?? startingAt(comparison.time('b'), null, duration))),
    startHere: () => set(startingAt(comparison.time('b'), loop, duration)),
    endHere: () => set(endingAt(comparison.time('b'), loop)),
  };
}

export type LoopControl = ReturnType<typeof useLoop>;
