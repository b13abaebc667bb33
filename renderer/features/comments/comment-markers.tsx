import { type KeyboardEvent, useLayoutEffect, useRef, useState } from 'react';
import type { Comment } from '../../../protocol/wire/comment.ts';
import { useStore } from '../../platform/store.ts';
import { commentsText } from '../../text/comments.ts';
import { initials } from '../../text/format.ts';
import { classNames } from '../../ui/class-names.ts';
import { tooltip } from '../../ui/tooltips.tsx';
import { useCommentUiState } from './comment-ui-state.tsx';
import { layoutMarkers, type Marker, nextOf } from './marker-layout.ts';

/** The least distance between two markers, in pixels. */
const apart = 18;

/**
 * The comments as small markers below the waveform. A click shows the comment in the list; another click on the same
 * marker shows the next comment of its cluster. The row is one Tab stop, and the arrow keys move between markers.
 */
export function CommentMarkers({ comments, duration }: { comments: readonly Comment[]; duration: number }) {
  const { marked, unseen, tab } = useCommentUiState();
  const markedId = useStore(marked)?.commentId ?? null;
  const fresh = useStore(unseen);
  const row = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  const [current, setCurrent] = useState<string | null>(null);
  useLayoutEffect(() => {
    if (!row.current) return;
    const observer = new ResizeObserver(([entry]) => setWidth(entry?.contentRect.width ?? 0));
    observer.observe(row.current);
    return () => observer.disconnect();
  }, []);
  const markers = layoutMarkers(comments, duration, width, apart);
  const stop = markers.find(({ key }) => key === current)?.key ?? markers[0]?.key;

  const onKeyDown = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const next = markers[markers.findIndex(({ key }) => key === stop) + by];
    if (by === 0) return;
    event.preventDefault();
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
      className="relative mx-2 h-5"
    >
      {markers.map((marker) => (
        <MarkerButton
          key={marker.key}
          marker={marker}
          isMarked={marker.comments.some(({ id }) => id === markedId)}
          isUnseen={marker.comments.some(({ id }) => fresh.has(id))}
          focusable={marker.key === stop}
          onFocus={() => setCurrent(marker.key)}
          onChoose={() => {
            tab.change(() => 'comments');
            marked.change(() => ({ commentId: nextOf(marker, markedId).id, takesFocus: true }));
          }}
        />
      ))}
    </div>
  );
}

function MarkerButton({
  marker,
  isMarked,
  isUnseen,
  focusable,
  onFocus,
  onChoose,
}: {
  marker: Marker;
  isMarked: boolean;
  isUnseen: boolean;
  focusable: boolean;
  onFocus: () => void;
  onChoose: () => void;
}) {
  const { comments, at } = marker;
  const text = commentsText.marker(comments);
  return (
    <button
      type="button"
      {...tooltip(text)}
      data-marker={marker.key}
      // Drawn by CSS, so it isn't part of the accessible name.
      data-sign={comments.length > 1 ? comments.length : initials(comments[0].user.name)}
      aria-label={text}
      aria-pressed={isMarked}
      tabIndex={focusable ? 0 : -1}
      onFocus={onFocus}
      onClick={onChoose}
      style={{ left: `${100 * at}%` }}
      className={classNames(
        'absolute top-0.5 flex h-4 min-w-4 -translate-x-1/2 items-center justify-center rounded-full px-0.5 text-[9px] leading-none font-semibold tabular-nums',
        'before:content-[attr(data-sign)] after:absolute after:-top-0.5 after:left-1/2 after:h-1 after:w-px after:bg-line-strong',
        isMarked ? 'bg-accent text-on-accent' : 'bg-chosen text-text hover:bg-accent hover:text-on-accent',
        isUnseen && 'animate-arrive ring-2 ring-accent',
      )}
    />
  );
}
