import { useCallback } from 'react';
import type { Comment } from '../../../protocol/wire/comment.ts';
import { compareText } from '../../text/compare.ts';
import { cutsText } from '../../text/cuts.ts';
import { CommentMarkers } from '../comments/port.tsx';
import { LoopBand, WhatChanged } from '../compare/port.tsx';
import { peaksDuration, type Track } from '../player/port.ts';
import {
  BigWave,
  bigWaveHeight,
  SeekSlider,
  useListening,
  usePeaks,
  usePlayerState,
  usePlayTime,
} from '../player/port.tsx';
import { useSolo } from './use-solo.ts';

/** The waveform of the shown version, to seek in, with its comments and what changed since the version before it. */
export function CutWave({
  track,
  previous,
  comments,
}: {
  track: Track;
  previous: Track | null;
  /** Those with a place on this version. */
  comments: readonly Comment[];
}) {
  const { player } = useListening();
  const state = usePlayerState();
  const isOn = state.track?.fileId === track.fileId;
  const played = usePlayTime(1);
  const peaks = usePeaks(track.fileId);
  const waveform = peaks.data?.kind === 'ready' ? peaks.data.peaks : null;
  const duration = (isOn ? state.duration : 0) || track.duration || (waveform ? peaksDuration(waveform) : 0);
  const time = useCallback(
    () => (player.state.get().track?.fileId === track.fileId ? player.time() : 0),
    [player, track.fileId],
  );
  const solo = useSolo(track);
  const seek = (seconds: number) => (isOn ? player.seek(seconds) : player.cue(track, seconds));
  return (
    <div className="@container shrink-0 px-4 pt-3 max-[480px]:px-2">
      <div className="relative rounded-md bg-well px-2">
        <SeekSlider
          label={cutsText.position(track.cutName, track.versionName)}
          time={isOn ? played : 0}
          duration={duration}
          onSeek={(seconds) => (isOn ? player.seek(seconds) : player.play(track, seconds))}
          onNudge={(seconds) => (isOn ? player.nudge(seconds) : player.play(track, Math.max(0, seconds)))}
        >
          {waveform ? (
            <BigWave key={track.fileId} peaks={waveform} time={time} onTime={player.onTime} />
          ) : (
            <p
              style={{ height: bigWaveHeight }}
              className="flex items-center justify-center text-meta text-faint"
            >
              <span className="animate-appear-late">{placeholder(peaks.data?.kind, peaks.isError)}</span>
            </p>
          )}
        </SeekSlider>
        {solo.loop && duration > 0 && <LoopBand {...solo.loop} duration={duration} />}
      </div>
      <CommentMarkers comments={comments} duration={duration} />
      {previous && (
        <WhatChanged
          fileId={track.fileId}
          to={previous.fileId}
          title={compareText.whatChanged.since(previous.versionName)}
          duration={duration}
          playhead={{ time, onTime: player.onTime }}
          onSeek={seek}
          loop={solo.loop}
          onLoop={solo.setLoop}
        />
      )}
    </div>
  );
}

/** The text in place of a missing waveform. */
function placeholder(kind: 'pending' | 'none' | 'ready' | undefined, failed: boolean): string {
  if (kind === 'pending' || kind === 'none') return cutsText.waveform[kind];
  return failed ? cutsText.waveform.unreached : '';
}
