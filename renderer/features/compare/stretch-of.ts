import type { Change } from '../../../protocol/wire/difference.ts';

/** The stretch to hear a change in, in seconds. A removed part can only be heard by the music around it. */
export function stretchOf({ kind, from, to }: Change): { from: number; to: number } {
  if (kind === 'removed') return { from: Math.max(0, from - 2), to: from + 4 };
  return { from, to: Math.max(to, from + 1) };
}

/** Whether a loop is that of a change. */
export function isStretchOf(change: Change, loop: { from: number; to: number } | null): boolean {
  const stretch = stretchOf(change);
  return loop !== null && Math.abs(loop.from - stretch.from) < 0.01 && Math.abs(loop.to - stretch.to) < 0.01;
}
