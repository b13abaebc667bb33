import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { heroText } from '../../../text/hero.ts';
import { formatMoment } from '../../../text/moment.ts';
import { classNames } from '../../../ui/class-names.ts';
import type { Loop, View } from '../../player/port.ts';
import { momentAt, placeOf } from './view-math.ts';

/** In seconds. */
const shortestLoop = 0.2;
const keySteps: Record<string, number> = { ArrowLeft: -0.5, ArrowDown: -0.5, ArrowRight: 0.5, ArrowUp: 0.5 };

/** The loop over ruler and waveform, with a handle at each end for pointer and keys. */
export function LoopRange({
  loop,
  duration,
  view,
  top,
  onChange,
  onEnd,
}: {
  loop: Loop;
  duration: number;
  view: View;
  onChange: (loop: Loop) => void;
  /** Above the ruler, in pixels. */
  top: number;
  onEnd: () => void;
}) {
  const box = useRef<HTMLDivElement>(null);
  const left = Math.min(1, Math.max(0, placeOf(loop.from, duration, view)));
  const right = Math.min(1, Math.max(0, placeOf(loop.to, duration, view)));
  const set = (end: 'from' | 'to', seconds: number) =>
    onChange(
      end === 'from'
        ? { ...loop, from: Math.min(Math.max(0, seconds), loop.to - shortestLoop) }
        : { ...loop, to: Math.max(Math.min(duration, seconds), loop.from + shortestLoop) },
    );
  const momentOf = (event: PointerEvent) => {
    const bounds = box.current?.getBoundingClientRect();
    if (!bounds || bounds.width === 0) return null;
    return momentAt((event.clientX - bounds.left) / bounds.width, duration, view);
  };
  return (
    <div ref={box} style={{ top }} className="pointer-events-none absolute inset-x-0 bottom-0 z-1">
      {right > left && (
        <div
          aria-hidden
          style={{ left: `${100 * left}%`, width: `${100 * (right - left)}%` }}
          className="absolute top-6 bottom-0 border-x border-text bg-text/6"
        >
          <span className="absolute inset-x-0 -top-1 h-1 rounded-t-sm bg-text" />
        </div>
      )}
      {(['from', 'to'] as const).map((end) => (
        <Handle
          key={end}
          end={end}
          loop={loop}
          duration={duration}
          at={placeOf(loop[end], duration, view)}
          onMove={(event) => {
            const seconds = momentOf(event);
            if (seconds !== null) set(end, seconds);
          }}
          onKeyDown={(event) => {
            const step = keySteps[event.key];
            if (step !== undefined) set(end, loop[end] + step * (event.shiftKey ? 10 : 1));
            else if (event.key === 'Delete' || event.key === 'Backspace') onEnd();
            else return;
            event.preventDefault();
            event.stopPropagation();
          }}
        />
      ))}
    </div>
  );
}

function Handle({
  end,
  loop,
  duration,
  at,
  onMove,
  onKeyDown,
}: {
  end: 'from' | 'to';
  loop: Loop;
  duration: number;
  /** A share of the part in sight. */
  at: number;
  onMove: (event: PointerEvent) => void;
  onKeyDown: (event: KeyboardEvent) => void;
}) {
  if (at < 0 || at > 1) return null;
  return (
    <div
      role="slider"
      tabIndex={0}
      aria-label={end === 'from' ? heroText.loopStart : heroText.loopEnd}
      aria-valuemin={0}
      aria-valuemax={Math.round(duration)}
      aria-valuenow={Math.round(loop[end])}
      aria-valuetext={formatMoment(loop[end])}
      onPointerDown={(event) => {
        if (event.button === 0) event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => event.currentTarget.hasPointerCapture(event.pointerId) && onMove(event)}
      onKeyDown={onKeyDown}
      style={{ left: `${100 * at}%` }}
      className={classNames(
        // Below the times, so that it covers none of them.
        'pointer-events-auto absolute top-4.5 h-6 w-3 cursor-ew-resize touch-none rounded-sm',
        end === 'from' ? '-translate-x-full' : '',
      )}
    >
      <span
        aria-hidden
        className={classNames(
          'absolute top-1 h-4 w-1.5 bg-text',
          end === 'from' ? 'right-0 rounded-l-sm' : 'left-0 rounded-r-sm',
        )}
      />
    </div>
  );
}
