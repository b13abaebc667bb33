import type { ReactNode } from 'react';
import { compareText } from '../../text/compare.ts';
import { classNames } from '../../ui/class-names.ts';
import { Key } from '../../ui/key.tsx';
import { peaksDuration, type Side, type Track } from '../player/port.ts';
import { useListening, usePeaks } from '../player/port.tsx';
import { BlindCard } from './blind-card.tsx';
import { ChangeStrip } from './change-strip.tsx';
import { CompareControls } from './compare-controls.tsx';
import { type Choice, nameOf } from './pair-of-tracks.ts';
import { SideRow } from './side-row.tsx';
import { useBlindTest } from './use-blind-test.ts';
import { useCompareKeys } from './use-compare-keys.ts';
import { useComparison } from './use-comparison.ts';
import { useLoop } from './use-loop.ts';
import { hasStrip, WhatChangedList } from './what-changed.tsx';

/** The two versions A and B, what changed between them, and the controls. */
export function CompareDeck({
  a,
  b,
  choices,
  back,
  name,
  onChoose,
  onClose,
}: {
  a: Track;
  b: Track;
  choices: readonly Choice[];
  back: ReactNode;
  name: string;
  onChoose: (side: Side, fileId: string) => void;
  onClose: () => void;
}) {
  const comparison = useComparison(a, b);
  const { state, difference, hear } = comparison;
  const { player } = useListening();
  const blind = useBlindTest(comparison);
  const { isBlind } = blind;
  const durations = { a: useDuration(a), b: useDuration(b) };
  const duration = Math.max(durations.a, durations.b);
  const names = { a: nameOf(a, b), b: nameOf(b, a) };

  const loop = useLoop(comparison, durations.b);
  useCompareKeys(isBlind, (action) => {
    switch (action.kind) {
      case 'hear':
        return hear(blind.sideOf(action.first ? 'a' : 'b'));
      case 'switch':
        return comparison.toggle();
      case 'match':
        return comparison.setMatched(!state.isMatched);
      case 'loop':
        return loop.toggle();
      case 'loop-start':
        return loop.startHere();
      case 'loop-end':
        return loop.endHere();
      case 'blind':
        return blind.test ? blind.end() : blind.start('better');
      case 'answer':
        return blind.answer(action.name);
      case 'close':
        return onClose();
    }
  });

  const row = (side: Side) => {
    const shown = blind.sideOf(side);
    return (
      <SideRow
        key={side}
        side={side}
        track={shown === 'a' ? a : b}
        comparison={comparison}
        heardAs={shown}
        isBlind={isBlind}
        name={names[shown]}
        choices={choices}
        duration={duration}
        ownDuration={isBlind ? duration : durations[shown]}
        onChoose={(fileId) => onChoose(side, fileId)}
      />
    );
  };
  return (
    <>
      <header className="flex shrink-0 flex-wrap items-center gap-x-3 px-2 pt-1 @max-lg:px-0">
        {back}
        <h2 className="min-w-0 flex-1 truncate text-head font-semibold">
          <span className="sr-only">{`${name}: `}</span>
          {compareText.title}
        </h2>
        <span aria-hidden className="flex items-center gap-1.5 pr-2 text-meta text-faint @max-2xl:hidden">
          {(isBlind ? compareText.blindKeys : compareText.keys).map(({ keys, does }) => (
            <span key={does} className="flex items-center gap-1 pl-2">
              {keys.map((key) => (
                <Key key={key}>{key}</Key>
              ))}
              {does}
            </span>
          ))}
        </span>
      </header>
      <div
        className={classNames(
          'flex shrink-0 flex-col gap-3 px-4 pt-2 pb-4 @max-lg:px-2',
          // Nothing here gains by width, and the question belongs where one looks.
          isBlind &&
            'mx-auto w-full max-w-280 [@media(min-height:1000px)]:my-auto [@media(min-height:1000px)]:pb-[12vh]',
        )}
      >
        {row('a')}
        {isBlind ? (
          <p className="text-center text-meta text-faint">{compareText.blind.returns}</p>
        ) : (
          difference &&
          hasStrip(comparison.answer.data) && (
            <div className="grid grid-cols-[14rem_minmax(0,1fr)_6.5rem] gap-x-4 @max-4xl:grid-cols-1">
              <div className="col-start-2 px-2 @max-4xl:col-start-1 @max-lg:**:data-band-names:hidden">
                <ChangeStrip
                  difference={difference}
                  duration={duration}
                  playhead={{ time: () => comparison.time('b'), onTime: player.onTime }}
                  onSeek={(seconds) => comparison.seek('b', seconds)}
                />
              </div>
            </div>
          )
        )}
        {row('b')}
        <CompareControls
          comparison={comparison}
          isBlind={isBlind}
          isTesting={blind.test !== null}
          loudness={{ a: a.loudness, b: b.loudness }}
          loop={loop}
          onBlind={(isOn) => (isOn ? blind.start('better') : blind.end())}
        />
        {blind.test ? (
          <BlindCard blind={{ ...blind, test: blind.test }} names={names} />
        ) : (
          <WhatChangedList
            answer={comparison.answer}
            title={compareText.whatChanged.between(names.a, names.b)}
            loop={loop.loop}
            onLoop={(next) => {
              if (!next) return loop.clear();
              loop.set(next);
              comparison.seek('b', next.from);
            }}
          />
        )}
      </div>
    </>
  );
}

/** In seconds; 0 while it is unknown. */
function useDuration(track: Track): number {
  const { data } = usePeaks(track.fileId);
  return track.duration ?? (data?.kind === 'ready' ? peaksDuration(data.peaks) : 0);
}
