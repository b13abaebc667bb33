import { type PointerEvent, useRef } from 'react';
import { formatDuration } from '../../text/format.ts';
import { heroText } from '../../text/hero.ts';
import { classNames } from '../class-names.ts';
import { tooltip } from '../tooltips.tsx';
import { momentAt, placeOf, ticksOf } from './view-math.ts';
import type { View } from './wave-shape.ts';

/** In pixels: a shorter drag is a click. */
const dragStart = 4;
/** In pixels. */
const labelWidth = 30;

/** The times above the waveform. A click moves the play-head; a drag loops what it covers. */
export function Ruler({
  duration,
  view,
  width,
  onSeek,
  onLoop,
}: {
  duration: number;
  view: View;
  /** In pixels. */
  width: number;
  onSeek: (seconds: number) => void;
  /** Absent where nothing is looped. */
  onLoop?: (loop: { from: number; to: number }) => void;
}) {
  const start = useRef<number | null>(null);
  const isDragged = useRef(false);
  const at = (event: PointerEvent<HTMLElement>) => {
    const { left, width: across } = event.currentTarget.getBoundingClientRect();
    return momentAt((event.clientX - left) / Math.max(1, across), duration, view);
  };
  const pixels = (seconds: number) => (seconds / Math.max(0.001, duration * (view.to - view.from))) * width;
  return (
    <div
      {...(onLoop && tooltip(heroText.ruler))}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        start.current = at(event);
        isDragged.current = false;
      }}
      onPointerMove={(event) => {
        if (start.current === null) return;
        const to = at(event);
        if (pixels(Math.abs(to - start.current)) >= dragStart) isDragged.current = true;
        if (isDragged.current && to !== start.current)
          onLoop?.({ from: Math.min(start.current, to), to: Math.max(start.current, to) });
      }}
      onPointerUp={(event) => {
        if (start.current !== null && !isDragged.current) onSeek(at(event));
        start.current = null;
      }}
      onPointerCancel={() => {
        start.current = null;
      }}
      className="relative h-6 touch-pan-y overflow-hidden"
    >
      {ticksOf(duration, view, width).map(({ seconds, isLabelled }) => (
        <span
          key={seconds}
          aria-hidden
          style={{ left: `${100 * placeOf(seconds, duration, view)}%` }}
          className={classNames(
            'pointer-events-none absolute bottom-0 w-px bg-line-strong',
            isLabelled ? 'h-2' : 'h-1',
          )}
        >
          {isLabelled && (1 - placeOf(seconds, duration, view)) * width > labelWidth && (
            <span className="absolute bottom-1.5 left-1 text-meta leading-3 text-faint tabular-nums">
              {formatDuration(seconds)}
            </span>
          )}
        </span>
      ))}
    </div>
  );
}
