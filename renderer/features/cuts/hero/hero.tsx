import { useRef } from 'react';
import type { Comment } from '../../../../protocol/wire/comment.ts';
import type { Music } from '../../../../protocol/wire/music.ts';
import { cutsText } from '../../../text/cuts.ts';
import { heroText } from '../../../text/hero.ts';
import { classNames } from '../../../ui/class-names.ts';
import { LoopHandles } from '../../../ui/loop-handles.tsx';
import { useWidth } from '../../../ui/use-width.ts';
import { RangeBands } from '../../../ui/wave/range-bands.tsx';
import { Ruler } from '../../../ui/wave/ruler.tsx';
import { momentAt, placeOf } from '../../../ui/wave/view-math.ts';
import { Well } from '../../../ui/wave/well.tsx';
import { useStartComment, WaveComments } from '../../comments/port.tsx';
import { PartyPointers, usePointing } from '../../party/port.tsx';
import type { Playhead, Track } from '../../player/port.ts';
import { type PeaksAnswer, type Solo, useListening, usePeaks, usePlayTime } from '../../player/port.tsx';
import { SectionNames, SectionTints } from './sections.tsx';
import type { SongView } from './use-view.ts';

/** The waveform of the shown version: ruler, levels, play-head, loop, and the comments inside it. */
export function Hero({
  track,
  comments,
  duration,
  isOn,
  playhead,
  songView,
  solo,
  music,
  hasRoom = false,
}: {
  track: Track;
  /** Those with a place on this version. */
  comments: readonly Comment[];
  duration: number;
  isOn: boolean;
  playhead: Playhead;
  songView: SongView;
  solo: Solo;
  music: Music;
  /** There is next to nothing below it, so it is as tall as the window allows. */
  hasRoom?: boolean;
}) {
  const { player } = useListening();
  const startComment = useStartComment();
  const answer = usePeaks(track.fileId);
  const peaks = answer.data?.kind === 'ready' ? answer.data.peaks : null;
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const played = usePlayTime(1);
  const { view } = songView;
  const point = usePointing(track);
  const seek = (seconds: number) => (isOn ? player.seek(seconds) : player.cue(track, seconds));
  return (
    <div className="grid grid-cols-[40px_minmax(0,1fr)] max-[480px]:grid-cols-[0_minmax(0,1fr)]">
      <Levels hasSections={(music.sections?.length ?? 0) > 0} />
      <div ref={box} className="relative col-start-2 row-start-1">
        <SectionNames sections={music.sections} duration={duration} view={view} />
        <Ruler
          {...{ duration, view, width }}
          onSeek={seek}
          onLoop={(loop) => solo.setLoop(loop, { plays: false })}
        />
        <div
          className={classNames(
            'relative rounded-[10px] bg-well ring-1 ring-line ring-inset',
            hasRoom
              ? 'h-[clamp(12.5rem,100dvh-33rem,40rem)]'
              : 'h-33 min-[481px]:h-50 min-[481px]:[@media(height>=960px)]:h-55 min-[2000px]:h-[clamp(20rem,34vh,30rem)]!',
          )}
        >
          <span aria-hidden className="absolute inset-x-0 top-1/4 h-px bg-line/60" />
          <span aria-hidden className="absolute inset-x-0 top-3/4 h-px bg-line/60" />
          <SectionTints sections={music.sections} duration={duration} view={view} />
          <RangeBands comments={comments} duration={duration} view={view} />
          {peaks ? (
            <Well
              {...{ peaks, duration, playhead, songView }}
              label={cutsText.position(track.cutName, track.versionName)}
              now={isOn ? played : 0}
              onSeek={seek}
              onPoint={point}
              onNudge={(seconds) => (isOn ? player.nudge(seconds) : player.cue(track, Math.max(0, seconds)))}
              onRange={(from, to) =>
                startComment({ cutId: track.cutId, fileId: track.fileId, seconds: from, endSeconds: to })
              }
            />
          ) : (
            <p className="absolute inset-0 flex items-center justify-center px-4 text-center text-meta text-faint">
              <span className="animate-appear-late">{placeholder(answer.data, answer.isError)}</span>
            </p>
          )}
          <WaveComments comments={comments} duration={duration} view={view} width={width} />
          <PartyPointers track={track} placeOf={(seconds) => placeOf(seconds, duration, view)} />
        </div>
        {solo.loop && duration > 0 && (
          <div
            style={{ top: (music.sections?.length ?? 0) > 0 ? 16 : 0 }}
            className="pointer-events-none absolute inset-x-0 bottom-0 z-1"
          >
            <LoopHandles
              loop={solo.loop}
              duration={duration}
              names={heroText.loopEdges}
              placeOf={(seconds) => placeOf(seconds, duration, view)}
              momentAt={(share) => momentAt(share, duration, view)}
              hasRuler
              onChange={(loop) => solo.setLoop(loop, { plays: false })}
              onEnd={() => solo.setLoop(null)}
            />
          </div>
        )}
      </div>
    </div>
  );
}

/** Decibels of full scale, at their heights. */
function Levels({ hasSections }: { hasSections: boolean }) {
  return (
    <div
      aria-hidden
      className={classNames(
        'relative col-start-1 row-start-1 max-[480px]:hidden',
        hasSections ? 'mt-10' : 'mt-6',
      )}
    >
      {heroText.levels.map((level, index) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: a level is there twice, above and below the middle
          key={index}
          style={{ top: `${[4, 25, 50, 75, 96][index]}%` }}
          className="absolute right-2.5 -translate-y-1/2 text-meta leading-3 text-faint tabular-nums"
        >
          {level}
        </span>
      ))}
    </div>
  );
}

/** The text in place of a missing waveform. */
function placeholder(answer: PeaksAnswer | undefined, failed: boolean): string {
  if (answer?.kind === 'none') return answer.reason ?? cutsText.waveform.none;
  if (answer?.kind === 'pending') return cutsText.waveform.pending;
  return failed ? cutsText.waveform.unreached : '';
}
