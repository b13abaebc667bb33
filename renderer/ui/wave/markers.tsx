import { type KeyboardEvent, memo, useMemo, useRef, useState } from 'react';
import { firstWords } from '../../../common/first-words.ts';
import type { Comment } from '../../../protocol/wire/comment.ts';
import { commentsText } from '../../text/comments.ts';
import { formatMoment } from '../../text/moment.ts';
import { classNames } from '../class-names.ts';
import { Face, useHue } from '../face.tsx';
import { layoutMarkers, type Marker, nextOf } from './marker-layout.ts';

/** The least distance between two markers, in pixels: that of their targets. */
const apart = 26;
/** The width of a pile of two faces and the longest count, in pixels. */
const pileWidth = 67;
const dotsApart = 24;
const nothing = new Set<string>();
/** The comments that a marker lists; the others are counted. */
const mostListed = 6;

/**
 * The comments inside the waveform: a face each, two faces and a count where they are close, dots for what is resolved. A
 * click shows the comment in the list; another click on the same marker shows its next one. The row is one Tab stop, and
 * the arrow keys move between markers.
 */
export const WaveMarkers = memo(function WaveMarkers({
  comments,
  markedId,
  fresh = nothing,
  onChoose,
  duration,
  view,
  width,
}: {
  comments: readonly Comment[];
  /** The comment that was chosen last. */
  markedId: string | null;
  /** The ids of those that nobody has seen yet. */
  fresh?: { has(id: string): boolean };
  onChoose: (comment: Comment) => void;
  duration: number;
  view: { from: number; to: number };
  /** In pixels. */
  width: number;
}) {
  const row = useRef<HTMLDivElement>(null);
  const [current, setCurrent] = useState<string | null>(null);
  const markers = useMemo(() => {
    const layout = (isResolved: boolean, least: number) =>
      layoutMarkers(
        comments.filter(({ resolvedAt }) => Boolean(resolvedAt) === isResolved),
        duration,
        width,
        least,
        view,
        isResolved ? least : pileWidth,
      ).map((marker) => ({ ...marker, isResolved }));
    return [...layout(false, apart), ...layout(true, dotsApart)].sort((one, other) => one.at - other.at);
  }, [comments, duration, width, view]);
  const stop = markers.find(({ key }) => key === current)?.key ?? markers[0]?.key;

  const onKeyDown = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (by === 0) return;
    event.preventDefault();
    const next = markers[markers.findIndex(({ key }) => key === stop) + by];
    if (!next) return;
    setCurrent(next.key);
    row.current?.querySelector<HTMLElement>(`[data-marker="${CSS.escape(next.key)}"]`)?.focus();
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms
    <div
      ref={row}
      role="group"
      aria-label={commentsText.markers}
      onKeyDown={onKeyDown}
      className="pointer-events-none absolute inset-0 z-2"
    >
      {markers.map((marker) => (
        <MarkerButton
          key={marker.key}
          marker={marker}
          isResolved={marker.isResolved}
          isMarked={marker.comments.some(({ id }) => id === markedId)}
          isUnseen={marker.comments.some(({ id }) => fresh.has(id))}
          focusable={marker.key === stop}
          onFocus={() => setCurrent(marker.key)}
          onChoose={() => onChoose(nextOf(marker, markedId))}
        />
      ))}
    </div>
  );
});

function MarkerButton({
  marker,
  isResolved,
  isMarked,
  isUnseen,
  focusable,
  onFocus,
  onChoose,
}: {
  marker: Marker;
  isResolved: boolean;
  isMarked: boolean;
  isUnseen: boolean;
  focusable: boolean;
  onFocus: () => void;
  onChoose: () => void;
}) {
  const { comments, at } = marker;
  const inset = !isResolved && comments.length > 1 ? pileWidth / 2 : 14;
  const [isOpen, setOpen] = useState(false);
  const hue = useHue(comments[0].user.id);
  return (
    <>
      {!isResolved && (
        <span
          aria-hidden
          data-hue={hue}
          style={{ left: `${100 * at}%` }}
          className="absolute top-0 bottom-7 w-px bg-rim/50"
        />
      )}
      {/* Faces are below the button: initials inside it would have to be part of its name. */}
      <span
        data-hue={hue}
        style={{ left: `clamp(${inset}px, ${100 * at}%, calc(100% - ${inset}px))` }}
        className={classNames(
          'absolute bottom-1 flex h-6 min-w-6 -translate-x-1/2 items-center justify-center',
          isOpen && 'z-3',
          isUnseen && 'animate-arrive',
        )}
      >
        {isResolved ? (
          <span aria-hidden className="size-1.5 rounded-full bg-face opacity-70 ring-2 ring-well" />
        ) : (
          <Pile comments={comments} isOpen={isOpen} isMarked={isMarked} isUnseen={isUnseen} />
        )}
        <button
          type="button"
          data-marker={marker.key}
          aria-label={commentsText.marker(comments)}
          aria-pressed={isMarked}
          tabIndex={focusable ? 0 : -1}
          onFocus={(event) => {
            onFocus();
            if (event.currentTarget.matches(':focus-visible')) setOpen(true);
          }}
          onBlur={() => setOpen(false)}
          onPointerEnter={() => setOpen(true)}
          onPointerLeave={() => setOpen(false)}
          onClick={onChoose}
          className="pointer-events-auto absolute inset-0 rounded-full"
        />
      </span>
      {isOpen && <Bubble comments={comments} at={at} isResolved={isResolved} />}
    </>
  );
}

function Pile({
  comments,
  isOpen,
  isMarked,
  isUnseen,
}: {
  comments: Marker['comments'];
  isOpen: boolean;
  isMarked: boolean;
  isUnseen: boolean;
}) {
  const people = [...new Map(comments.map(({ user }) => [user.id, user])).values()];
  const shown = people.slice(0, isOpen ? 4 : 2);
  return (
    <span
      aria-hidden
      className={classNames(
        'flex items-center rounded-full bg-well ring-2',
        isMarked ? 'ring-text' : isUnseen ? 'ring-accent' : 'ring-well',
      )}
    >
      {shown.map(({ id, name }, index) => (
        <Face key={id} userId={id} name={name} size={20} className={index > 0 && !isOpen ? '-ml-1.5' : ''} />
      ))}
      {comments.length > 1 && (
        <span className="pr-1.5 pl-1 text-meta leading-5 font-semibold text-text tabular-nums">
          {comments.length > 99 ? '99+' : comments.length}
        </span>
      )}
    </span>
  );
}

/** The comments of a marker in words, above it. The button's name says the same. */
function Bubble({
  comments,
  at,
  isResolved,
}: {
  comments: Marker['comments'];
  at: number;
  isResolved: boolean;
}) {
  const listed = comments.slice(0, mostListed);
  const more = comments.length - listed.length;
  return (
    <span
      aria-hidden
      style={at < 0.5 ? { left: `calc(${100 * at}% - 16px)` } : { right: `calc(${100 * (1 - at)}% - 16px)` }}
      className="absolute bottom-9 z-4 grid w-max max-w-[min(300px,90%)] animate-appear gap-1.5 rounded-md bg-raised px-2.5 py-2 shadow-lift"
    >
      {listed.map((comment) => (
        <span key={comment.id} className="flex min-w-0 items-center gap-2">
          <Face userId={comment.user.id} name={comment.user.name} size={20} />
          <span className="shrink-0 text-meta font-semibold text-accent tabular-nums">
            {formatMoment(comment.timestamp)}
          </span>
          <span className="min-w-0 truncate">{firstWords(comment.text)}</span>
        </span>
      ))}
      {(more > 0 || isResolved) && (
        <span className="text-meta text-dim">
          {[more > 0 && commentsText.more(more), isResolved && commentsText.resolved]
            .filter(Boolean)
            .join(' · ')}
        </span>
      )}
    </span>
  );
}
