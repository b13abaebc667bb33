import { type Loop, shortestLoop } from './deck/loop.ts';

/** So many bars are looped by key. */
const bars = 8;
const beatsInBar = 4;
/** The length of a loop while the tempo is unknown, in seconds: eight bars of a fast song. */
const plainLength = 8;

/**
 * Eight bars from the bar that the playhead is in, or eight seconds from the playhead while the tempo isn't known. Near the
 * end of the song it begins earlier. Bars are counted as everywhere: in four, from the start of the sound.
 */
export function loopAt(seconds: number, tempo: number | undefined, duration: number): Loop {
  if (tempo === undefined) {
    const from = Math.max(0, Math.min(seconds, duration - plainLength));
    return { from, to: Math.min(duration, from + plainLength) };
  }
  const bar = (60 / tempo) * beatsInBar;
  const last = Math.max(0, Math.ceil(duration / bar - 1e-6) - bars);
  const first = Math.min(last, Math.floor(seconds / bar + 1e-6));
  return { from: first * bar, to: Math.min(duration, (first + bars) * bar) };
}

/** Half or double the length, from the same start. The same loop where there is no room, or it would be a tone. */
export function resizedLoop({ from, to }: Loop, factor: 0.5 | 2, duration: number): Loop {
  const length = (to - from) * factor;
  return length < 2 * shortestLoop ? { from, to } : { from, to: Math.min(duration, from + length) };
}

/** The loop moved by its own length, as far as the song goes; the same loop at its ends. */
export function movedLoop(loop: Loop, by: -1 | 1, duration: number): Loop {
  const length = loop.to - loop.from;
  const from = loop.from + by * length;
  if (from < -1e-6 || from >= duration - shortestLoop) return loop;
  return { from: Math.max(0, from), to: Math.min(duration, from + length) };
}
