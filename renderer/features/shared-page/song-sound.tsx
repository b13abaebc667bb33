import { Pause, Play, SkipBack, SkipForward } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { Peaks } from '../../../audio/peak-meter.ts';
import { huesOf } from '../../../common/hue.ts';
import type { Comment } from '../../../protocol/wire/comment.ts';
import type { SharedFile, SharedSong, SharedVersion } from '../../../protocol/wire/share.ts';
import { cutsText } from '../../text/cuts.ts';
import { formatDuration } from '../../text/format.ts';
import { playerText } from '../../text/player.ts';
import { sharedPageText as text } from '../../text/shared-page.ts';
import { IconButton } from '../../ui/button.tsx';
import { HuesContext } from '../../ui/face.tsx';
import { ErrorLine } from '../../ui/notice.tsx';
import { useWidth } from '../../ui/use-width.ts';
import { WaveMarkers } from '../../ui/wave/markers.tsx';
import { RangeBands } from '../../ui/wave/range-bands.tsx';
import { Ruler } from '../../ui/wave/ruler.tsx';
import { Well } from '../../ui/wave/well.tsx';
import { type Player, peaksDuration, type Track, wholeView } from '../player/port.ts';
import { SharedComments } from './shared-comments.tsx';
import type { SharedLink } from './shared-link.ts';
import { type PageKeys, usePageKeys } from './use-page-keys.ts';
import { useSharedComments } from './use-shared-comments.ts';
import { isSounding, trackOf, usePlayerState, useSeconds } from './use-shared-player.ts';

const restingView = { view: wholeView, zoom() {}, pan() {}, canZoomOut: false };

type Props = {
  link: SharedLink;
  player: Player;
  song: SharedSong;
  version: SharedVersion;
  songs: readonly SharedSong[];
  comments: SharedFile['comments'];
  onChoose: (songId: string) => void;
};

/** The waveform of a version with its controls, and what was said about it. */
export function SongSound({ link, player, song, version, songs, comments: allowed, onChoose }: Props) {
  const track = useMemo(() => trackOf(song, version), [song, version]);
  const { isOn, now, seek, nudge, toggle, playhead } = useTransport(player, track);
  const state = usePlayerState(player);
  const peaks = usePeaks(link, version.fileId);
  const measured = peaks?.peaks ? peaksDuration(peaks.peaks) : 0;
  const duration = (isOn ? state.duration : 0) || version.durationSeconds || measured;
  const { comments, add } = useSharedComments(link, version.fileId, allowed !== 'off');
  // The people who wrote, so that no two of the first eight look alike.
  const hues = useMemo(() => huesOf(comments.flatMap(peopleOf)), [comments]);
  const [marked, setMarked] = useState<string | null>(null);
  const [range, setRange] = useState<{ from: number; to: number } | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const index = songs.findIndex(({ id }) => id === song.id);
  const [before, after] = [songs[index - 1], songs[index + 1]];
  const keys: PageKeys = {
    toggle,
    nudge,
    seek,
    previous: () => before && onChoose(before.id),
    next: () => after && onChoose(after.id),
    comment: () => field.current?.focus(),
  };
  usePageKeys(keys);
  return (
    <HuesContext value={hues}>
      <WaveBox
        {...{ song, version, peaks, duration, playhead, comments, now }}
        markedId={marked}
        onSeek={seek}
        onNudge={nudge}
        onChoose={(comment) => {
          setMarked(comment.id);
          document.getElementById(`comment-${comment.id}`)?.focus();
        }}
        onRange={
          allowed === 'off'
            ? undefined
            : (from, to) => {
                setRange({ from, to });
                field.current?.focus();
              }
        }
      />
      {isOn && state.phase === 'failed' && (
        <div className="mt-3">
          <ErrorLine>{state.failure ?? text.cantPlay}</ErrorLine>
        </div>
      )}
      <Controls
        {...{ song, duration, now, toggle }}
        sounds={isOn && isSounding(state)}
        onLossless={isOn && state.isCompressed ? player.hearLossless : undefined}
        onPrevious={songs.length > 1 ? (before ? keys.previous : null) : undefined}
        onNext={songs.length > 1 ? (after ? keys.next : null) : undefined}
      />
      {allowed !== 'off' && (
        <SharedComments
          {...{ link, comments, add, field, range, seek, marked }}
          fileId={version.fileId}
          time={playhead.time}
          onRange={setRange}
        />
      )}
    </HuesContext>
  );
}

const peopleOf = ({ user, replies }: Comment) => [user.id, ...replies.map((reply) => reply.user.id)];

/** Plays, seeks and tells the time of a track, which the player may not have yet. */
function useTransport(player: Player, track: Track) {
  const state = usePlayerState(player);
  const seconds = useSeconds(player);
  const isOn = state.track?.fileId === track.fileId;
  const playhead = useMemo(
    () => ({
      time: () => (player.state.get().track?.fileId === track.fileId ? player.time() : 0),
      onTime: player.onTime,
    }),
    [player, track],
  );
  const seek = (to: number) => (isOn ? player.seek(to) : player.cue(track, Math.max(0, to)));
  return {
    isOn,
    playhead,
    now: isOn ? seconds : 0,
    seek,
    nudge: (by: number) => (isOn ? player.nudge(by) : seek(by)),
    toggle: () => (isOn ? player.toggle() : player.play(track)),
  };
}

type WavePeaks = { peaks: Peaks | null } | null;

/** Null while the server draws the waveform, which it is asked for again. */
function usePeaks(link: SharedLink, fileId: string): WavePeaks {
  const [peaks, setPeaks] = useState<WavePeaks>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;
    const read = async () => {
      const answer = await link.readPeaks(fileId);
      if (isOver) return;
      // The body follows the peaks a moment later.
      const isWhole = answer?.ok && (answer.data === null || answer.data.rms !== undefined);
      if (answer?.ok) setPeaks({ peaks: answer.data });
      if (!isWhole) timer = setTimeout(read, 2_000);
    };
    setPeaks(null);
    void read();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [link, fileId]);
  return peaks;
}

function WaveBox({
  song,
  version,
  peaks,
  duration,
  playhead,
  comments,
  now,
  markedId,
  onSeek,
  onNudge,
  onChoose,
  onRange,
}: {
  song: SharedSong;
  version: SharedVersion;
  peaks: WavePeaks;
  duration: number;
  playhead: { time: () => number; onTime: Player['onTime'] };
  comments: readonly Comment[];
  now: number;
  markedId: string | null;
  onSeek: (seconds: number) => void;
  onNudge: (seconds: number) => void;
  onChoose: (comment: Comment) => void;
  onRange: ((from: number, to: number) => void) | undefined;
}) {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  return (
    <div ref={box}>
      <Ruler duration={duration} view={wholeView} width={width} onSeek={onSeek} />
      <div className="relative h-50 rounded-[10px] bg-well ring-1 ring-line ring-inset max-[480px]:h-36">
        <RangeBands comments={comments} duration={duration} view={wholeView} />
        {peaks?.peaks ? (
          <Well
            label={cutsText.position(song.name, version.label)}
            {...{ now, duration, playhead, onSeek, onNudge, onRange }}
            peaks={peaks.peaks}
            songView={restingView}
          />
        ) : (
          <p className="absolute inset-0 flex items-center justify-center px-4 text-center text-meta text-faint">
            <span className="animate-appear-late">{peaks ? text.noWave : text.drawing}</span>
          </p>
        )}
        {comments.length > 0 && (
          <WaveMarkers {...{ comments, duration, width, markedId, onChoose }} view={wholeView} />
        )}
      </div>
    </div>
  );
}

function Controls({
  song,
  duration,
  now,
  sounds,
  toggle,
  onLossless,
  onPrevious,
  onNext,
}: {
  song: SharedSong;
  duration: number;
  now: number;
  sounds: boolean;
  toggle: () => void;
  /** Absent while the file itself is heard. */
  onLossless: (() => void) | undefined;
  /** Undefined: there is no playlist; null: it is the first, or last, song. */
  onPrevious: (() => void) | null | undefined;
  onNext: (() => void) | null | undefined;
}) {
  const Icon = sounds ? Pause : Play;
  const skip = 'size-11 rounded-full';
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms
    <div role="group" aria-label={text.player} className="flex items-center gap-2 pt-4">
      {onPrevious !== undefined && (
        <IconButton
          label={text.previous}
          icon={SkipBack}
          className={skip}
          disabled={onPrevious === null}
          onClick={() => onPrevious?.()}
        />
      )}
      <button
        type="button"
        aria-label={sounds ? text.pause(song.name) : text.play(song.name)}
        onClick={toggle}
        className="grid size-13 shrink-0 place-items-center rounded-full bg-text text-ground hover:opacity-90"
      >
        <Icon size={20} aria-hidden fill="currentColor" className={sounds ? '' : 'ml-0.5'} />
      </button>
      {onNext !== undefined && (
        <IconButton
          label={text.next}
          icon={SkipForward}
          className={skip}
          disabled={onNext === null}
          onClick={() => onNext?.()}
        />
      )}
      <p className="ml-2 text-dim tabular-nums">{text.time(formatDuration(now), formatDuration(duration))}</p>
      {onLossless && (
        <button
          type="button"
          aria-label={playerText.copy.leave}
          title={text.compressed}
          onClick={onLossless}
          className="ml-auto h-8 rounded-full bg-chosen px-3 text-meta text-dim hover:text-text pointer-coarse:h-11"
        >
          {playerText.copy.label}
        </button>
      )}
    </div>
  );
}
