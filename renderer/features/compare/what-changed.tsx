import type { Change } from '../../../protocol/wire/difference.ts';
import { compareText } from '../../text/compare.ts';
import { tooltip } from '../../ui/tooltips.tsx';
import { ChangeStrip, type Playhead } from './change-strip.tsx';
import { useDifference } from './difference-queries.ts';

const text = compareText.whatChanged;

/**
 * The changes from the version `to` to the version `fileId`: a sentence, a strip below the waveform, and each change as a
 * button. Takes the padding of the waveform, so that one moment is one place.
 */
export function WhatChanged({
  fileId,
  to,
  title,
  duration,
  playhead,
  onSeek,
  onChoose,
}: {
  fileId: string;
  to: string;
  title: string;
  /** Of the waveform above, in seconds. */
  duration: number;
  playhead: Playhead;
  onSeek: (seconds: number) => void;
  onChoose: (change: Change) => void;
}) {
  const { data, isError } = useDifference(fileId, to);
  const difference = data?.kind === 'ready' ? data.difference : null;
  const state =
    difference?.summary ?? (data?.kind === 'none' ? text.none : isError ? text.unreached : text.comparing);
  const hasStrip = difference !== null && !difference.identical && difference.decibels.length > 0;
  return (
    <section aria-label={title} className="shrink-0">
      <p className="flex flex-wrap items-baseline gap-x-3 pb-1.5">
        <span className="font-semibold">{title}</span>
        <span className={difference ? 'text-dim' : 'animate-appear-late text-faint'}>{state}</span>
      </p>
      {hasStrip && (
        <div className="px-2">
          <ChangeStrip difference={difference} duration={duration} playhead={playhead} onSeek={onSeek} />
        </div>
      )}
      {hasStrip && (
        <div className="flex items-start gap-3 pt-2">
          <ul aria-label={text.list} className="flex min-w-0 flex-1 flex-wrap gap-1.5">
            {difference.changes.map((change) => (
              <li key={`${change.kind} ${change.from} ${change.band?.from}`}>
                <button
                  type="button"
                  {...tooltip(text.hear(change))}
                  aria-label={text.hear(change)}
                  onClick={() => onChoose(change)}
                  className="flex h-6 items-center gap-1.5 rounded-md bg-hover px-2 text-meta hover:bg-chosen"
                >
                  <span className="font-medium text-accent tabular-nums">{text.place(change)}</span>
                  <span className="tabular-nums">{text.change(change)}</span>
                  <span className="text-faint tabular-nums @max-xl:hidden">{text.range(change)}</span>
                </button>
              </li>
            ))}
          </ul>
          <Legend />
        </div>
      )}
    </section>
  );
}

function Legend() {
  return (
    <span aria-hidden className="flex h-6 shrink-0 items-center gap-3 text-meta text-dim">
      {(['louder', 'quieter'] as const).map((kind) => (
        <span key={kind} className="flex items-center gap-1.5">
          <span className={`h-1.5 w-3 rounded-xs ${kind === 'louder' ? 'bg-louder' : 'bg-quieter'}`} />
          {text[kind]}
        </span>
      ))}
    </span>
  );
}
