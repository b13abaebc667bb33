import { type View, wholeView } from './wave-shape.ts';

/** Finer than that, a column of the screen would be less than a measured point. */
export const mostZoom = 16;

/** The part in sight at `factor` times the zoom. The moment at `anchor`, a share of the sound, stays where it is. */
export function zoomed(view: View, factor: number, anchor: number): View {
  const span = view.to - view.from;
  const next = Math.min(1, Math.max(1 / mostZoom, span / factor));
  // Close to the whole, it is the whole: a last step of 1 % would look like a mistake.
  if (next > 0.97) return wholeView;
  const held = Math.min(view.to, Math.max(view.from, anchor));
  return within(held - ((held - view.from) / span) * next, next);
}

/** Moves by a share of the part in sight. */
export function panned(view: View, by: number): View {
  const span = view.to - view.from;
  return within(view.from + by * span, span);
}

/** Turns the page when the play-head, a share of the sound, leaves the part in sight. The same object if it hasn't. */
export function followed(view: View, share: number): View {
  if (share >= view.from && share <= view.to) return view;
  const span = view.to - view.from;
  return within(share - 0.1 * span, span);
}

function within(from: number, span: number): View {
  const start = Math.min(1 - span, Math.max(0, from));
  return { from: start, to: start + span };
}

/** Where a moment is, as a share of the part in sight: below 0 or above 1 if it is out of sight. */
export function placeOf(seconds: number, duration: number, view: View): number {
  return (seconds / duration - view.from) / (view.to - view.from);
}

/** The moment at a share of the part in sight, in seconds. */
export function momentAt(share: number, duration: number, view: View): number {
  const inView = Math.min(1, Math.max(0, share));
  return (view.from + inView * (view.to - view.from)) * duration;
}

/** In seconds, with the number of small ticks between two. */
const steps: readonly [seconds: number, parts: number][] = [
  [1, 4],
  [2, 4],
  [5, 5],
  [10, 5],
  [15, 3],
  [30, 6],
  [60, 6],
  [120, 4],
  [300, 5],
  [600, 5],
  [1800, 6],
  [3600, 6],
];

/** The least distance between two times on the ruler, in pixels. */
const labelRoom = 56;

export type Tick = { seconds: number; isLabelled: boolean };

/** The ticks of the ruler in sight, as close as their times have room. */
export function ticksOf(duration: number, view: View, width: number): Tick[] {
  if (duration <= 0 || width <= 0) return [];
  const perPixel = ((view.to - view.from) * duration) / width;
  const [step, parts] = steps.find(([seconds]) => seconds / perPixel >= labelRoom) ?? [7200, 4];
  const small = step / parts;
  const ticks: Tick[] = [];
  const last = Math.floor((view.to * duration) / small + 1e-6);
  for (let index = Math.ceil((view.from * duration) / small - 1e-6); index <= last; index++)
    ticks.push({ seconds: index * small, isLabelled: index % parts === 0 });
  return ticks;
}
