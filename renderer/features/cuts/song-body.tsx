import { Upload } from 'lucide-react';
import { useCallback, useMemo } from 'react';
import { stemsOf, versionsOf } from '../../../protocol/state/versions.ts';
import type { Comment } from '../../../protocol/wire/comment.ts';
import type { Cut } from '../../../protocol/wire/cut.ts';
import type { File } from '../../../protocol/wire/file.ts';
import type { Music } from '../../../protocol/wire/music.ts';
import { stackOf } from '../../platform/cut-facts.ts';
import { may } from '../../platform/permissions.ts';
import { useSession } from '../../platform/session-context.tsx';
import { musicOf } from '../../platform/song-music.ts';
import { mainMix } from '../../platform/songs.ts';
import { useNow } from '../../platform/use-now.ts';
import { compareText } from '../../text/compare.ts';
import { cutsText } from '../../text/cuts.ts';
import { WhatChanged } from '../compare/port.tsx';
import { StemMenu } from '../corrections/port.tsx';
import { useShownProject } from '../pending/port.tsx';
import { hasVersion, type Playhead, peaksDuration, type Track } from '../player/port.ts';
import { type Solo, useListening, usePeaks, usePlayerState, useSolo } from '../player/port.tsx';
import { StemLanes } from '../stems/port.tsx';
import { Hero } from './hero/hero.tsx';
import { HeroToolbar } from './hero/hero-toolbar.tsx';
import { type SongView, useView } from './hero/use-view.ts';
import { LooseStems } from './loose-stems.tsx';
import { LoudnessFacts } from './loudness-facts.tsx';
import { OtherFile } from './other-file.tsx';
import { VersionNote } from './version-note.tsx';

/** Everything of the shown version that shares one scale of time: waveform, changes, stems. */
export type Timeline = {
  duration: number;
  isOn: boolean;
  playhead: Playhead;
  songView: SongView;
  solo: Solo;
  music: Music;
};

export function useTimeline(cut: Cut, track: Track): Timeline {
  const { player } = useListening();
  const state = usePlayerState();
  const isOn = hasVersion(state.track, track);
  const answer = usePeaks(track.fileId).data;
  const measured = answer?.kind === 'ready' ? peaksDuration(answer.peaks) : 0;
  // A stem may be shorter or longer than its version.
  const duration = (isOn && !state.track?.stem ? state.duration : 0) || track.duration || measured;
  const time = useCallback(
    () => (hasVersion(player.state.get().track, track) ? player.time() : 0),
    [player, track],
  );
  const playhead = useMemo(() => ({ time, onTime: player.onTime }), [time, player]);
  const music = useMemo(
    () =>
      musicOf(
        cut,
        cut.files.find(({ id }) => id === track.fileId),
      ),
    [cut, track.fileId],
  );
  return { duration, isOn, playhead, songView: useView(duration, playhead), solo: useSolo(track), music };
}

/** The waveform with its controls. */
export function SongWave({
  cut,
  track,
  comments,
  timeline,
  hasRoom,
}: {
  cut: Cut;
  track: Track;
  /** Those with a place on this version. */
  comments: readonly Comment[];
  timeline: Timeline;
  /** There is next to nothing below it. */
  hasRoom: boolean;
}) {
  const file = cut.files.find(({ id }) => id === track.fileId);
  return (
    <div className="@container shrink-0 px-6 pt-3 max-[480px]:px-2 max-[480px]:pt-1">
      {file && <LoudnessFacts key={file.id} file={file} track={track} />}
      <Hero key={track.cutId} track={track} comments={comments} hasRoom={hasRoom} {...timeline} />
      <HeroToolbar
        track={track}
        name={cut.name}
        duration={timeline.duration}
        songView={timeline.songView}
        solo={timeline.solo}
        tempo={timeline.music.tempo}
        hasOthers={versionsOf(cut).length > 1}
      />
    </div>
  );
}

/** The changes since the version before the shown one, its stems, and the files that belong to no version. */
export function SongDetails({
  cut,
  track,
  previous,
  timeline,
}: {
  cut: Cut;
  track: Track | null;
  previous: Track | null;
  timeline: Timeline | null;
}) {
  const now = useNow();
  const { bounceFolders } = useSession().facts.capabilities;
  const { project } = useShownProject(cut.projectId);
  const vibe = project?.vibes.find(({ id }) => id === cut.vibeId);
  const pictured = project && vibe && mainMix(vibe) && may(project.role, 'vibe.rename') ? vibe : null;
  const { looseStems, others } = useMemo(() => stackOf(cut), [cut]);
  const file = cut.files.find(({ id }) => id === track?.fileId);
  const stems = track ? stemsOf(cut, track.fileId) : [];
  return (
    <div className="@container flex flex-col gap-4 px-6 pt-5 pb-6 max-[480px]:px-2">
      {track && file && <VersionNote key={`note of ${file.id}`} file={file} track={track} />}
      {track && previous && timeline && <Changes track={track} previous={previous} timeline={timeline} />}
      {track && timeline && (
        <Stems key={track.fileId} cut={cut} stems={stems} track={track} timeline={timeline} />
      )}
      <LooseStems cut={cut} stems={looseStems} track={track} />
      {others.length > 0 && (
        <section aria-label={cutsText.files}>
          <h3 className="pb-1 font-semibold">{cutsText.files}</h3>
          {others.map((file) => (
            <OtherFile key={file.id} file={file} now={now} pictured={pictured} />
          ))}
        </section>
      )}
      {project && isFirst(cut) && may(project.role, 'file.upload') && (
        <p className="ml-10 flex min-h-14 items-center gap-3 rounded-card border border-dashed border-line-strong px-4 py-2 text-dim max-[480px]:ml-0">
          <Upload size={16} aria-hidden className="shrink-0" />
          {cutsText.nextVersion(bounceFolders)}
        </p>
      )}
    </div>
  );
}

/** Whether the song has one version and nothing else. */
export function isFirst(cut: Cut): boolean {
  return cut.files.length === 1 && cut.files[0]?.type === 'CUT';
}

function Changes({ track, previous, timeline }: { track: Track; previous: Track; timeline: Timeline }) {
  const { player } = useListening();
  const { duration, isOn, playhead, songView, solo } = timeline;
  return (
    <WhatChanged
      fileId={track.fileId}
      to={previous.fileId}
      title={compareText.whatChanged.since(previous.versionName)}
      duration={duration}
      view={songView.view}
      playhead={playhead}
      onSeek={(seconds) => (isOn ? player.seek(seconds) : player.cue(track, seconds))}
      loop={solo.loop}
      onLoop={solo.setLoop}
    />
  );
}

function Stems({
  cut,
  stems,
  track,
  timeline,
}: {
  cut: Cut;
  stems: readonly File[];
  track: Track;
  timeline: Timeline;
}) {
  const { player } = useListening();
  const { duration, isOn, playhead, songView } = timeline;
  return (
    <StemLanes
      menuOf={(stem, className) => <StemMenu cut={cut} stem={stem} className={className} />}
      stems={stems}
      track={track}
      duration={duration}
      view={songView.view}
      playhead={playhead}
      onSeek={(seconds) => (isOn ? player.seek(seconds) : player.cue(track, seconds))}
    />
  );
}
