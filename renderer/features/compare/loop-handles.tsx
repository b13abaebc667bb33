import { type PointerEvent, useRef, useState } from 'react';
import { compareText } from '../../text/compare.ts';
import { formatMoment } from '../../text/moment.ts';
import type { Loop } from '../player/port.ts';
import { LoopBand } from './loop-band.tsx';

/** How far an arrow key moves an edge, in seconds. */
const steps: Record<string, number> = { ArrowLeft: -0.5, ArrowDown: -0.5, ArrowRight: 0.5, ArrowUp: 0.5 };
const shortest = 0.1;

/** The loop over a waveform, with edges that can be dragged. */
export function LoopHandles({
  name,
  loop,
  duration,
  onLoop,
  onEnd,
}: {
  /** Of the side. */
  name: string;
  loop: Loop;
  /** Of the waveform, in seconds. */
  duration: number;
  onLoop: (loop: Loop) => void;
  onEnd: () => void;
}) {
  const area = useRef<HTMLDivElement>(null);
  /** While an edge is dragged: each change would move what plays. */
  const [dragged, setDragged] = useState<Loop | null>(null);
  const shown = dragged ?? loop;
  const movedTo = (edge: 'from' | 'to', seconds: number): Loop =>
    edge === 'from'
      ? { ...shown, from: Math.max(0, Math.min(seconds, shown.to - shortest)) }
      : { ...shown, to: Math.min(duration, Math.max(seconds, shown.from + shortest)) };
  const drag = (edge: 'from' | 'to', event: PointerEvent<HTMLElement>) => {
    const box = area.current?.getBoundingClientRect();
    if (!box || box.width === 0 || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
    setDragged(movedTo(edge, ((event.clientX - box.left) / box.width) * duration));
  };
  return (
    <>
      <LoopBand {...shown} duration={duration} />
      <div ref={area} className="pointer-events-none absolute inset-x-2 inset-y-0">
        {(['from', 'to'] as const).map((edge) => (
          <div
            key={edge}
            role="slider"
            tabIndex={0}
            aria-label={compareText.loop.edge(edge, name)}
            aria-valuemin={0}
            aria-valuemax={Math.round(duration)}
            aria-valuenow={Math.round(shown[edge])}
            aria-valuetext={formatMoment(shown[edge])}
            style={{ left: `${(100 * Math.min(duration, Math.max(0, shown[edge]))) / duration}%` }}
            onPointerDown={(event) => {
              if (event.button !== 0) return;
              event.currentTarget.setPointerCapture(event.pointerId);
            }}
            onPointerMove={(event) => drag(edge, event)}
            onPointerUp={() => {
              if (dragged) onLoop(dragged);
              setDragged(null);
            }}
            onPointerCancel={() => setDragged(null)}
            onKeyDown={(event) => {
              const step = steps[event.key];
              if (step !== undefined) onLoop(movedTo(edge, shown[edge] + step * (event.shiftKey ? 10 : 1)));
              else if (event.key === 'Delete' || event.key === 'Backspace') onEnd();
              else return;
              event.preventDefault();
              event.stopPropagation();
            }}
            className="pointer-events-auto absolute inset-y-0 w-4 -translate-x-1/2 cursor-ew-resize touch-none rounded-sm"
          >
            <span className="absolute top-0 left-1/2 h-3 w-1.5 -translate-x-1/2 rounded-b-xs bg-text" />
          </div>
        ))}
      </div>
    </>
  );
}
