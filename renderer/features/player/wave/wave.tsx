import { useLayoutEffect, useRef } from 'react';
import type { Peaks } from '../../../../audio/peak-meter.ts';
import { classNames } from '../../../ui/class-names.ts';
import { usePeaks } from '../peaks-queries.ts';
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

/** The waveform of a file at the height of a row. A hairline takes its place until it is loaded. */
export function SmallWave({
  fileId,
  playhead = null,
  className,
}: {
  fileId: string | null;
  playhead?: Playhead | null;
  className?: string | undefined;
}) {
  const answer = usePeaks(fileId).data;
  return (
    <span aria-hidden className={classNames('relative block', className)}>
      {answer?.kind === 'ready' ? (
        <Wave bars peaks={answer.peaks} playhead={playhead} className="absolute inset-0 animate-appear" />
      ) : (
        fileId !== null && <span className="absolute inset-x-0 top-1/2 h-px bg-line-strong" />
      )}
    </span>
  );
}
