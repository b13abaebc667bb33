import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { formatMoment } from '../text/moment.ts';
import { classNames } from './class-names.ts';
import { useDragged } from './use-dragged.ts';

/** In seconds. */
type Stretch = { from: number; to: number };
type Edge = keyof Stretch;

/** In seconds. A shorter loop could no longer be taken by its edges. */
const shortest = 0.1;
/** How far an arrow key moves an edge, in seconds. */
const steps: Record<string, number> = { ArrowLeft: -0.5, ArrowDown: -0.5, ArrowRight: 0.5, ArrowUp: 0.5 };

/** The loop with one edge elsewhere. It stays within the sound, and neither edge passes the other one. */
export function withEdge(loop: Stretch, edge: Edge, seconds: number, duration: number): Stretch {
  return edge === 'from'
    ? { ...loop, from: Math.max(0, Math.min(seconds, loop.to - shortest)) }
    : { ...loop, to: Math.min(duration, Math.max(seconds, loop.from + shortest)) };
}

/**
 * The loop over a waveform, with edges for pointer and keys. The box around it is as wide as the part in sight. With a
 * ruler above the waveform the handles stand in that, so that the waveform stays free.
 */
export function LoopHandles({
  loop,
  duration,
  names,
  placeOf,
  momentAt,
  hasRuler = false,
  onChange,
  onEnd,
}: {
  loop: Stretch;
  duration: number;
  names: Record<Edge, string>;
  /** A moment as a share of the part in sight: below 0 or above 1 if it is out of sight. */
  placeOf: (seconds: number) => number;
  momentAt: (share: number) => number;
  hasRuler?: boolean;
  onChange: (loop: Stretch) => void;
  onEnd: () => void;
}) {
  const box = useRef<HTMLDivElement>(null);
  /** While an edge is dragged: each change would move what plays. */
  const dragged = useDragged<Stretch>();
  const shown = dragged.shown ?? loop;
  /** How far beside the edge its handle was taken: taking it moves nothing. */
  const grip = useRef(0);
  const shareAt = (event: PointerEvent) => {
    const { left = 0, width = 0 } = box.current?.getBoundingClientRect() ?? {};
    return width > 0 ? (event.clientX - left) / width : null;
  };
  const take = (edge: Edge, event: PointerEvent<HTMLElement>) => {
    const share = shareAt(event);
    if (event.button !== 0 || share === null) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    grip.current = share - placeOf(shown[edge]);
  };
  const move = (edge: Edge, event: PointerEvent<HTMLElement>) => {
    const share = shareAt(event);
    if (!event.currentTarget.hasPointerCapture(event.pointerId) || share === null) return;
    const from = dragged.latest.current ?? loop;
    dragged.change(withEdge(from, edge, momentAt(share - grip.current), duration));
  };
  const onKeyDown = (edge: Edge, event: KeyboardEvent) => {
    const step = steps[event.key];
    if (step !== undefined)
      onChange(withEdge(loop, edge, loop[edge] + step * (event.shiftKey ? 10 : 1), duration));
    else if (event.key === 'Delete' || event.key === 'Backspace') onEnd();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div ref={box} className="pointer-events-none absolute inset-0">
      <Band from={placeOf(shown.from)} to={placeOf(shown.to)} hasRuler={hasRuler} />
      {(['from', 'to'] as const).map((edge) => (
        <Handle
          key={edge}
          edge={edge}
          name={names[edge]}
          seconds={shown[edge]}
          duration={duration}
          place={placeOf(shown[edge])}
          hasRuler={hasRuler}
          onTake={(event) => take(edge, event)}
          onMove={(event) => move(edge, event)}
          onDone={(isKept) => {
            const { current } = dragged.latest;
            if (current && isKept) onChange(current);
            dragged.change(null);
          }}
          onKeyDown={(event) => onKeyDown(edge, event)}
        />
      ))}
    </div>
  );
}

const inSight = (share: number) => Math.min(1, Math.max(0, share));

function Band({ from, to, hasRuler }: { from: number; to: number; hasRuler: boolean }) {
  const [left, right] = [inSight(from), inSight(to)];
  if (right <= left) return null;
  return (
    <div
      aria-hidden
      style={{ left: `${100 * left}%`, width: `${100 * (right - left)}%` }}
      className={classNames('absolute bottom-0 border-x border-text bg-text/6', hasRuler ? 'top-6' : 'top-0')}
    >
      <span className={classNames('absolute inset-x-0 h-1 bg-text', hasRuler ? '-top-1' : 'top-0')} />
    </div>
  );
}

function Handle({
  edge,
  name,
  seconds,
  duration,
  place,
  hasRuler,
  onTake,
  onMove,
  onDone,
  onKeyDown,
}: {
  edge: Edge;
  name: string;
  seconds: number;
  duration: number;
  place: number;
  hasRuler: boolean;
  onTake: (event: PointerEvent<HTMLElement>) => void;
  onMove: (event: PointerEvent<HTMLElement>) => void;
  onDone: (isKept: boolean) => void;
  onKeyDown: (event: KeyboardEvent) => void;
}) {
  if (place < 0 || place > 1) return null;
  const isStart = edge === 'from';
  return (
    <div
      role="slider"
      tabIndex={0}
      aria-label={name}
      aria-valuemin={0}
      aria-valuemax={Math.round(duration)}
      aria-valuenow={Math.round(seconds)}
      aria-valuetext={formatMoment(seconds)}
      style={{ left: `${100 * place}%` }}
      onPointerDown={onTake}
      onPointerMove={onMove}
      onPointerUp={() => onDone(true)}
      onPointerCancel={() => onDone(false)}
      onKeyDown={onKeyDown}
      className={classNames(
        'pointer-events-auto absolute w-3 cursor-ew-resize touch-none rounded-sm',
        // Below the times of the ruler, so that it covers none of them.
        hasRuler ? 'top-4.5 h-6' : 'inset-y-0',
        isStart && '-translate-x-full',
      )}
    >
      <span
        aria-hidden
        className={classNames(
          'absolute h-4 w-1.5 bg-text',
          hasRuler ? 'top-1' : 'top-0',
          isStart ? 'right-0 rounded-l-sm' : 'left-0 rounded-r-sm',
        )}
      />
    </div>
  );
}
