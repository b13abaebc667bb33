import { useLayoutEffect, useRef } from 'react';
import type { Peaks } from '../../../audio/peak-meter.ts';
import { classNames } from '../class-names.ts';
import { followWave, type Playhead } from './wave-canvas.ts';
import { type View, wholeView } from './wave-shape.ts';

/**
 * A waveform in two tones, peak and RMS, as large as its box. The part before the play-head has the hue of the nearest
 * `data-hue`. Time runs from left to right in every language.
 */
export function Wave({
  peaks,
  view = wholeView,
  bars = false,
  playhead = null,
  className,
}: {
  peaks: Peaks;
  view?: View;
  bars?: boolean;
  /** Absent while the sound isn't in the player. The same object as long as nothing changes. */
  playhead?: Playhead | null;
  className?: string | undefined;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { from, to } = view;
  useLayoutEffect(() => {
    if (!canvas.current) return;
    return followWave(canvas.current, { peaks, view: { from, to }, bars, playhead });
  }, [peaks, from, to, bars, playhead]);
  return <canvas ref={canvas} aria-hidden className={classNames('block size-full', className)} />;
}
