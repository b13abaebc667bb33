import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Change } from '../../../protocol/wire/difference.ts';
import { compareText } from '../../text/compare.ts';
import { ChangeChips } from './change-chips.tsx';
import { ChangeStrip, type Playhead } from './change-strip.tsx';
import { type DifferenceAnswer, useDifference } from './difference-queries.ts';
import { isStretchOf, stretchOf } from './stretch-of.ts';

const text = compareText.whatChanged;

type Stretch = { from: number; to: number };

/**
 * The changes from the version `to` to the version `fileId`: a sentence, a strip below the waveform, and each change as a
 * button. Takes the margin and the scale of the waveform, so that one moment is one place.
 */
export function WhatChanged({
  fileId,
  to,
  title,
  duration,
  view,
  playhead,
  loop,
  onSeek,
  onLoop,
}: {
  fileId: string;
  to: string;
  title: string;
  /** Of the waveform above, in seconds. */
  duration: number;
  /** The part of it that is in sight, as shares of its duration. */
  view: { from: number; to: number };
  playhead: Playhead;
  loop: Stretch | null;
  onSeek: (seconds: number) => void;
  onLoop: (stretch: Stretch | null) => void;
}) {
  const answer = useDifference(fileId, to);
  const difference = answer.data?.kind === 'ready' ? answer.data.difference : null;
  // Two versions that can't be compared are no news while listening to one of them.
  if (answer.data?.kind === 'none') return null;
  return (
    <section aria-label={title} className="shrink-0">
      <Summary title={title} answer={answer} />
      {/* Without a change in a part of it, the sentence says it all: louder, later, otherwise identical. */}
      {hasStrip(answer.data) && difference && difference.changes.length > 0 && (
        <>
          <div className="ml-10 max-[480px]:ml-0">
            <Scaled view={view}>
              <ChangeStrip difference={difference} duration={duration} playhead={playhead} onSeek={onSeek} />
            </Scaled>
          </div>
          <ChangeChips difference={difference} {...chipsFor(loop, onLoop)} />
        </>
      )}
    </section>
  );
}

/** Shows a part of its content, as the waveform does. */
function Scaled({ view, children }: { view: { from: number; to: number }; children: ReactNode }) {
  const span = view.to - view.from;
  return (
    <div className={span < 1 ? 'overflow-x-clip' : ''}>
      <div style={{ width: `${100 / span}%`, marginLeft: `${(-100 * view.from) / span}%` }}>{children}</div>
    </div>
  );
}

/** The changes between the two versions of a comparison, whose strip is between the waveforms. */
export function WhatChangedList({
  answer,
  title,
  loop,
  onLoop,
}: {
  answer: UseQueryResult<DifferenceAnswer>;
  title: string;
  loop: Stretch | null;
  onLoop: (stretch: Stretch | null) => void;
}) {
  return (
    <section aria-label={title}>
      <Summary title={title} answer={answer} />
      {hasStrip(answer.data) && answer.data?.kind === 'ready' && (
        <ChangeChips difference={answer.data.difference} {...chipsFor(loop, onLoop)} />
      )}
    </section>
  );
}

export function hasStrip(answer: DifferenceAnswer | undefined): boolean {
  return answer?.kind === 'ready' && !answer.difference.identical && answer.difference.decibels.length > 0;
}

function chipsFor(loop: Stretch | null, onLoop: (stretch: Stretch | null) => void) {
  return {
    isLooped: (change: Change) => isStretchOf(change, loop),
    onChoose: (change: Change) => onLoop(isStretchOf(change, loop) ? null : stretchOf(change)),
  };
}

function Summary({
  title,
  answer: { data, isError },
}: {
  title: string;
  answer: Pick<UseQueryResult<DifferenceAnswer>, 'data' | 'isError'>;
}) {
  const known = data?.kind === 'ready' ? data.difference.summary : data?.kind === 'none' ? text.none : null;
  return (
    <p className="flex flex-wrap items-baseline gap-x-3 pb-1.5">
      <span className="font-semibold">{title}</span>
      {known === null ? (
        <span role="status" className="animate-appear-late text-faint">
          {isError ? text.unreached : text.comparing}
        </span>
      ) : (
        <span className="text-dim">{known}</span>
      )}
    </p>
  );
}
