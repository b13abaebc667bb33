import { useCallback } from 'react';
import { commonText } from '../../text/common.ts';
import { compareText } from '../../text/compare.ts';
import { formatLevel } from '../../text/level.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { LoopHandles } from '../../ui/loop-handles.tsx';
import { Select } from '../../ui/select.tsx';
import { tooltip } from '../../ui/tooltips.tsx';
import type { Side, Track } from '../player/port.ts';
import { BigWave, bigWaveHeight, SeekSlider, useListening, usePeaks, usePlayTime } from '../player/port.tsx';
import { HiddenWave } from './hidden-wave.tsx';
import type { Choice } from './pair-of-tracks.ts';
import type { Comparison } from './use-comparison.ts';

/** One of the two versions: its big button, its name and state, its waveform and its loudness. */
export function SideRow({
  side,
  track,
  heardAs,
  comparison,
  isBlind,
  name,
  choices,
  duration,
  ownDuration,
  onChoose,
}: {
  /** The place: A is above. In a blind test it is X, and `heardAs` is the side behind it. */
  side: Side;
  track: Track;
  heardAs: Side;
  comparison: Comparison;
  isBlind: boolean;
  name: string;
  choices: readonly Choice[];
  /** Of the longer one, in seconds: both waveforms have one scale. */
  duration: number;
  ownDuration: number;
  onChoose: (fileId: string) => void;
}) {
  const { state, hear } = comparison;
  const inLoop = comparison.loopLoudness[heardAs];
  const isHeard = comparison.isOn && state.heard === heardAs;
  const letter = isBlind ? compareText.hidden[side === 'a' ? 'x' : 'y'] : compareText.side[side];
  const label = isBlind ? compareText.hearHidden(letter) : compareText.hear(letter, name);
  return (
    <section
      aria-label={compareText.versionOf(letter)}
      className={classNames(
        'grid items-start gap-x-4 gap-y-1.5 @max-4xl:grid-cols-[minmax(0,1fr)_auto]',
        isBlind ? 'grid-cols-[9rem_minmax(0,1fr)]' : 'grid-cols-[14rem_minmax(0,1fr)_6.5rem]',
      )}
    >
      <div className="flex min-w-0 items-center gap-3 @4xl:items-start">
        <button
          type="button"
          aria-label={label}
          aria-pressed={isHeard}
          onClick={() => hear(heardAs)}
          {...tooltip(label, letter)}
          className={classNames(
            'flex size-14 shrink-0 items-center justify-center rounded-md border text-[24px] leading-none font-semibold transition-colors duration-100 @max-4xl:size-11',
            isHeard
              ? 'border-transparent bg-text text-ground'
              : 'border-line-strong text-dim hover:bg-hover hover:text-text',
          )}
        >
          {letter}
        </button>
        <div className="min-w-0 flex-1">
          {isBlind ? (
            <p className="font-semibold text-dim">{compareText.blind.hiddenName}</p>
          ) : (
            <VersionSelect side={side} track={track} choices={choices} onChoose={onChoose} />
          )}
          <SideState comparison={comparison} side={heardAs} isBlind={isBlind} />
        </div>
      </div>
      <div className="relative min-w-0 rounded-md bg-well px-2 @max-4xl:col-span-2 @max-4xl:row-start-2">
        <Wave
          name={letter}
          label={compareText.position(letter, isBlind ? compareText.blind.hiddenName : name)}
          track={track}
          side={isBlind ? 'a' : heardAs}
          comparison={comparison}
          isHeard={isHeard}
          isHidden={isBlind}
          duration={duration}
          ownDuration={ownDuration}
        />
      </div>
      {!isBlind && (
        <div className="pt-0.5 tabular-nums @max-4xl:self-center @max-4xl:text-right">
          {track.loudness !== null && (
            <span className="font-semibold whitespace-nowrap @4xl:text-head">
              {formatLevel(track.loudness, 'LUFS')}
            </span>
          )}
          {inLoop !== null && (
            <span className="block text-meta text-dim @max-4xl:inline @max-4xl:pl-2">
              {compareText.loop.loudness(formatLevel(inLoop, 'LUFS'))}
            </span>
          )}
        </div>
      )}
    </section>
  );
}

function VersionSelect({
  side,
  track,
  choices,
  onChoose,
}: {
  side: Side;
  track: Track;
  choices: readonly Choice[];
  onChoose: (fileId: string) => void;
}) {
  return (
    <Select
      label={compareText.versionOf(compareText.side[side])}
      groups={choices.map(({ cutName, tracks }) => ({
        name: cutName,
        options: tracks.toReversed().map(({ fileId, versionName }) => ({ value: fileId, text: versionName })),
      }))}
      value={track.fileId}
      onValue={onChoose}
      className="h-7 w-full max-w-60 font-medium"
    />
  );
}

/** Why a side isn't heard yet, or can't be. */
function SideState({
  comparison: { state, isOn, hear, lacks },
  side,
  isBlind,
}: {
  comparison: Comparison;
  side: Side;
  isBlind: boolean;
}) {
  usePlayTime(0.25);
  if (!isOn) return null;
  if (state.sideState[side] === 'ready') {
    // In a blind test it would tell the two apart.
    const goesOn = isBlind ? null : lacks(side);
    return (
      goesOn !== null && (
        <p className="pt-1 text-meta text-dim @max-4xl:pt-0">{compareText.state.lacks(goesOn)}</p>
      )
    );
  }
  if (state.sideState[side] === 'failed')
    return (
      <div role="alert" className="flex flex-wrap items-center gap-x-2 pt-1 text-meta text-over">
        <span className="min-w-0 break-words">{state.failures[side] ?? compareText.state.failed}</span>
        <Button tone="quiet" className="h-6 text-meta" onClick={() => hear(side)}>
          {commonText.tryAgain}
        </Button>
      </div>
    );
  const joins = state.heard === side && state.sounding !== side;
  return (
    <p role="status" className="animate-appear-late pt-1 text-meta text-faint @max-4xl:pt-0">
      {joins ? compareText.state.joins : compareText.state.loading}
    </p>
  );
}

/** In a blind test both show the time of A: a section that one of them lacks would tell the two apart. */
function Wave({
  name,
  label,
  track,
  side,
  comparison,
  isHeard,
  isHidden,
  duration,
  ownDuration,
}: {
  name: string;
  label: string;
  track: Track;
  side: Side;
  comparison: Comparison;
  isHeard: boolean;
  isHidden: boolean;
  duration: number;
  ownDuration: number;
}) {
  const { player } = useListening();
  const { time: timeOf } = comparison;
  const loop = comparison.loopOf(side);
  const peaks = usePeaks(isHidden ? null : track.fileId).data;
  usePlayTime(1);
  const time = useCallback(() => timeOf(side), [timeOf, side]);
  return (
    <>
      <SeekSlider
        label={label}
        time={Math.max(0, time())}
        duration={duration}
        onSeek={(seconds) => comparison.seek(side, seconds)}
        onNudge={player.nudge}
        className={classNames('transition-opacity duration-100', !isHeard && !isHidden && 'opacity-55')}
      >
        {isHidden || duration <= 0 ? (
          <HiddenWave time={time} onTime={player.onTime} duration={duration} />
        ) : peaks?.kind === 'ready' ? (
          <div style={{ width: `${(100 * ownDuration) / duration}%` }}>
            <BigWave key={track.fileId} peaks={peaks.peaks} time={time} onTime={player.onTime} />
          </div>
        ) : (
          <div className={bigWaveHeight} />
        )}
      </SeekSlider>
      {loop && duration > 0 && (
        <div className="pointer-events-none absolute inset-x-2 inset-y-0">
          <LoopHandles
            loop={loop}
            duration={duration}
            names={{ from: compareText.loop.edge('from', name), to: compareText.loop.edge('to', name) }}
            placeOf={(seconds) => seconds / duration}
            momentAt={(share) => share * duration}
            onChange={(next) => comparison.loop(side, next)}
            onEnd={() => comparison.loop(side, null)}
          />
        </div>
      )}
    </>
  );
}
