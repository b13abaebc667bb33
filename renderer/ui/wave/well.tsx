import { type KeyboardEvent, type PointerEvent, type RefObject, useEffect, useRef } from 'react';
import type { Peaks } from '../../../audio/peak-meter.ts';
import { formatDuration } from '../../text/format.ts';
import { formatMoment } from '../../text/moment.ts';
import { playerText } from '../../text/player.ts';
import { useDragged } from '../use-dragged.ts';
import { PlayheadLine } from './playhead-line.tsx';
import { momentAt, placeOf } from './view-math.ts';
import { Wave } from './wave.tsx';
import type { Playhead } from './wave-canvas.ts';
import type { View } from './wave-shape.ts';

/** In pixels: a shorter drag is a click. */
const dragStart = 5;
/** How far an arrow key seeks, in seconds. */
const keySteps: Record<string, number> = { ArrowLeft: -5, ArrowDown: -5, ArrowRight: 5, ArrowUp: 5 };

type Range = { from: number; to: number };

/** The part of the sound that is in sight, and how to change it. */
export type WaveView = {
  view: View;
  /** `anchor`: a share of the sound that stays where it is. */
  zoom(factor: number, anchor?: number): void;
  pan(by: number): void;
  canZoomOut: boolean;
};

/**
 * The waveform as a slider. A click moves the play-head, and never starts to play. A drag chooses a range to comment on. The
 * wheel zooms with Ctrl, and moves what is in sight without it.
 */
export function Well({
  label,
  now,
  peaks,
  duration,
  playhead,
  songView,
  onSeek,
  onNudge,
  onRange,
  onPoint,
}: {
  /** The name of the slider. */
  label: string;
  /** The time that it states, in seconds. */
  now: number;
  peaks: Peaks;
  duration: number;
  playhead: Playhead;
  songView: WaveView;
  onSeek: (seconds: number) => void;
  onNudge: (seconds: number) => void;
  /** Absent where nobody comments: then a drag is a click. */
  onRange?: ((from: number, to: number) => void) | undefined;
  /** The pointer is at that moment; null: no longer over the waveform. */
  onPoint?: (seconds: number | null) => void;
}) {
  const { view } = songView;
  const well = useRef<HTMLDivElement>(null);
  const ghost = useRef<HTMLDivElement>(null);
  const start = useRef<{ x: number; seconds: number } | null>(null);
  const range = useDragged<Range>();
  useWheel(well, songView);

  const at = (event: PointerEvent<HTMLElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    return momentAt((event.clientX - left) / Math.max(1, width), duration, view);
  };
  const showGhost = (seconds: number | null) => {
    const { current } = ghost;
    if (!current) return;
    current.style.visibility = seconds === null ? 'hidden' : 'visible';
    if (seconds === null) return;
    const place = placeOf(seconds, duration, view);
    current.style.left = `${100 * place}%`;
    current.dataset.side = place > 0.85 ? 'left' : 'right';
    if (current.firstElementChild) current.firstElementChild.textContent = formatMoment(seconds);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = keySteps[event.key];
    if (step !== undefined) onNudge(step);
    else if (event.key === 'Home') onSeek(0);
    else if (event.key === 'End') onSeek(duration);
    else return;
    event.preventDefault();
  };
  const drop = () => {
    start.current = null;
    range.change(null);
  };
  return (
    <div
      ref={well}
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={Math.round(duration)}
      aria-valuenow={Math.min(Math.round(duration), Math.floor(now))}
      aria-valuetext={playerText.positionOf(formatDuration(Math.floor(now)), formatDuration(duration))}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        start.current = { x: event.clientX, seconds: at(event) };
      }}
      onPointerMove={(event) => {
        const seconds = at(event);
        showGhost(seconds);
        onPoint?.(seconds);
        const from = start.current;
        if (!from || !onRange) return;
        if (range.latest.current === null && Math.abs(event.clientX - from.x) < dragStart) return;
        range.change({ from: Math.min(from.seconds, seconds), to: Math.max(from.seconds, seconds) });
      }}
      onPointerUp={(event) => {
        if (start.current === null) return;
        const { current } = range.latest;
        if (current) onRange?.(current.from, current.to);
        else onSeek(at(event));
        drop();
      }}
      onPointerCancel={drop}
      onPointerLeave={() => {
        showGhost(null);
        onPoint?.(null);
      }}
      onKeyDown={onKeyDown}
      className="absolute inset-0 touch-pan-y overflow-hidden rounded-[10px]"
    >
      <Wave peaks={peaks} view={view} playhead={playhead} className="absolute inset-0" />
      {range.shown && (
        <span
          aria-hidden
          style={rangeStyle(range.shown, duration, songView)}
          className="absolute inset-y-0 border-x border-accent bg-accent-wash"
        />
      )}
      <PlayheadLine playhead={playhead} duration={duration} view={view} />
      <div
        ref={ghost}
        aria-hidden
        style={{ visibility: 'hidden' }}
        className="group/ghost pointer-events-none absolute inset-y-0 border-l border-dashed border-dim"
      >
        <span className="absolute top-2 left-1.5 rounded bg-text px-1.5 text-meta leading-5 font-semibold text-ground tabular-nums group-data-[side=left]/ghost:right-1.5 group-data-[side=left]/ghost:left-auto" />
      </div>
    </div>
  );
}

function rangeStyle({ from, to }: Range, duration: number, { view }: WaveView) {
  const left = placeOf(from, duration, view);
  return { left: `${100 * left}%`, width: `${100 * (placeOf(to, duration, view) - left)}%` };
}

/** React listens to the wheel passively, and could not keep the page from scrolling or zooming along. */
function useWheel(well: RefObject<HTMLElement | null>, { view, zoom, pan, canZoomOut }: WaveView): void {
  useEffect(() => {
    const { current } = well;
    if (!current) return;
    const onWheel = (event: WheelEvent) => {
      const { left, width } = current.getBoundingClientRect();
      if (event.ctrlKey || event.metaKey) {
        const share = (event.clientX - left) / Math.max(1, width);
        zoom(2 ** (-event.deltaY / 200), view.from + share * (view.to - view.from));
        event.preventDefault();
        return;
      }
      const across = event.shiftKey ? event.deltaX || event.deltaY : event.deltaX;
      if (!canZoomOut || across === 0) return;
      pan(across / Math.max(1, width));
      event.preventDefault();
    };
    current.addEventListener('wheel', onWheel, { passive: false });
    return () => current.removeEventListener('wheel', onWheel);
  }, [well, view, zoom, pan, canZoomOut]);
}
