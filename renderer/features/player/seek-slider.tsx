import type { PointerEvent, ReactNode } from 'react';
import { formatDuration } from '../../text/format.ts';
import { playerText } from '../../text/player.ts';
import { classNames } from '../../ui/class-names.ts';

/** How far an arrow key seeks, in seconds. */
const steps: Record<string, number> = { ArrowLeft: -5, ArrowDown: -5, ArrowRight: 5, ArrowUp: 5 };

/**
 * A slider around a waveform: seeks by click, by drag and by key. A finger that scrolls past it moves nothing: it seeks
 * once it is lifted, or drawn sideways.
 */
export function SeekSlider({
  label,
  time,
  duration,
  onSeek,
  onNudge,
  className,
  children,
}: {
  label: string;
  /** Both in seconds. */
  time: number;
  duration: number;
  onSeek: (seconds: number) => void;
  onNudge: (seconds: number) => void;
  className?: string;
  children: ReactNode;
}) {
  const seek = (event: PointerEvent<HTMLElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    if (width > 0 && duration > 0)
      onSeek(Math.min(1, Math.max(0, (event.clientX - left) / width)) * duration);
  };
  return (
    <div
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={Math.round(duration)}
      aria-valuenow={Math.min(Math.round(duration), Math.floor(time))}
      aria-valuetext={playerText.positionOf(formatDuration(Math.floor(time)), formatDuration(duration))}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        if (event.pointerType !== 'touch') seek(event);
      }}
      onPointerMove={(event) => event.currentTarget.hasPointerCapture(event.pointerId) && seek(event)}
      onPointerUp={(event) => event.pointerType === 'touch' && seek(event)}
      onKeyDown={(event) => {
        const step = steps[event.key];
        if (step !== undefined) onNudge(step);
        else if (event.key === 'Home') onSeek(0);
        else if (event.key === 'End') onSeek(duration);
        else return;
        event.preventDefault();
      }}
      className={classNames('relative touch-pan-y', className)}
    >
      {children}
    </div>
  );
}
