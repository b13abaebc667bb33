import type { Track } from '../track.ts';
import type { Side, Sides } from './side.ts';
import { eachSide } from './side.ts';

/** Levels in decibels, of each side. */
export type Levels = {
  isMatched: boolean;
  /** By which the sides sound equally loud. The louder one is turned down, so nothing can clip. */
  matchDecibels: Sides<number>;
  /** Levels that are set in place of the matched ones. */
  ownDecibels: Sides<number> | null;
  /** By which the sides are really turned up or down. */
  gainDecibels: Sides<number>;
};

const none: Sides<number> = { a: 0, b: 0 };

export const noMatch: Levels = {
  isMatched: true,
  matchDecibels: none,
  ownDecibels: null,
  gainDecibels: none,
};

/** Beyond these nothing can be heard, or everything clips. */
const lowest = -60;
const highest = 24;

/** `louder`: by how much B is louder than A; undefined: as their loudness says; null: unknown. */
export function matchOf(a: Track, b: Track | null, louder: number | null | undefined): Sides<number> {
  const measured = a.loudness !== null && b && b.loudness !== null ? b.loudness - a.loudness : 0;
  const difference = louder === undefined ? measured : (louder ?? 0);
  return { a: limited(Math.min(0, difference)), b: limited(Math.min(0, -difference)) };
}

export function levelsOf({ isMatched, matchDecibels, ownDecibels }: Levels): Levels {
  const wanted = ownDecibels ?? (isMatched ? matchDecibels : none);
  return {
    isMatched,
    matchDecibels,
    ownDecibels,
    gainDecibels: eachSide((side: Side) => limited(wanted[side])),
  };
}

function limited(decibels: number): number {
  return Number.isFinite(decibels) ? Math.max(lowest, Math.min(highest, decibels)) + 0 : 0;
}
