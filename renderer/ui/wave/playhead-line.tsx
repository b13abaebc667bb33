import { useLayoutEffect, useRef } from 'react';
import { classNames } from '../class-names.ts';
import type { Playhead } from './wave-canvas.ts';
import { type View, wholeView } from './wave-shape.ts';

/** A line at the play-head, across its box; hidden while the play-head is out of sight. */
export function PlayheadLine({
  playhead,
  duration,
  view = wholeView,
  className,
}: {
  playhead: Playhead;
  duration: number;
  view?: View;
  className?: string;
}) {
  const line = useRef<HTMLSpanElement>(null);
  const { from, to } = view;
  useLayoutEffect(() => {
    if (!line.current) return;
    const { style } = line.current;
    let width = 0;
    let shown: number | null = null;
    const show = () => {
      if (width <= 0 || duration <= 0) return;
      const share = (playhead.time() / duration - from) / (to - from);
      const scale = Math.max(1, window.devicePixelRatio || 1);
      const at = share < 0 || share > 1 ? -1 : Math.round(share * width * scale) / scale;
      // Each move leaves garbage behind in Chromium, and a long song moves by a pixel in half a second.
      if (at === shown) return;
      shown = at;
      style.visibility = at < 0 ? 'hidden' : 'visible';
      // A box of the full width moves without a new layout.
      if (at >= 0) style.transform = `translateX(${at}px)`;
    };
    // It calls back once at the start, when the layout is known.
    const observer = new ResizeObserver(([entry]) => {
      if (!entry) return;
      width = entry.contentRect.width;
      shown = null;
      show();
    });
    observer.observe(line.current);
    const stop = playhead.onTime(show);
    return () => {
      observer.disconnect();
      stop();
    };
  }, [playhead, duration, from, to]);
  return (
    <span className="pointer-events-none absolute inset-0 overflow-hidden">
      <span
        ref={line}
        aria-hidden
        className={classNames('absolute inset-0 border-l border-playhead', className)}
      />
    </span>
  );
}
