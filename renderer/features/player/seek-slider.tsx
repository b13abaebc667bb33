import type { PointerEvent, ReactNode } from 'react';
import { classNames } from '../../ui/class-names.ts';
import { formatDuration } from '../../words/format.ts';

/** A waveform to click, drag and step through; the arrow keys go five seconds, as everywhere. */
export function SeekSlider({
  label,
  time,
  duration,
  onSeek,
  className,
  children,
}: {
  label: string;
  /** Both in seconds. */
  time: number;
  duration: number;
  onSeek: (seconds: number) => void;
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
      aria-valuetext={`${formatDuration(Math.floor(time))} of ${formatDuration(duration)}`}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        seek(event);
      }}
      onPointerMove={(event) => event.currentTarget.hasPointerCapture(event.pointerId) && seek(event)}
      onKeyDown={(event) => {
        if (event.key !== 'Home' && event.key !== 'End') return;
        event.preventDefault();
        onSeek(event.key === 'Home' ? 0 : duration);
      }}
      className={classNames('relative touch-none', className)}
    >
      {children}
    </div>
  );
}
