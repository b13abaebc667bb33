import { useLayoutEffect, useRef } from 'react';
import { classNames } from '../../../ui/class-names.ts';
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
    const show = () => {
      if (!line.current || duration <= 0) return;
      const share = (playhead.time() / duration - from) / (to - from);
      line.current.style.visibility = share < 0 || share > 1 ? 'hidden' : 'visible';
      // A box of the full width moves without a new layout.
      line.current.style.transform = `translateX(${100 * share}%)`;
    };
    show();
    return playhead.onTime(show);
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
