import { ArrowLeftRight, Repeat, RotateCw, SkipBack, SkipForward, X } from 'lucide-react';
import { type ReactNode, useEffect, useMemo } from 'react';
import { hueOf } from '../../../common/hue.ts';
import { pictureAddress } from '../../../protocol/ipc/media-addresses.ts';
import type { Music } from '../../../protocol/wire/music.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import { useProject } from '../../platform/queries.ts';
import { formatRoute, goTo, useRoute } from '../../platform/route.ts';
import { barAt, musicOf, sectionAt } from '../../platform/song-music.ts';
import { pictureOf } from '../../platform/songs.ts';
import { useStore } from '../../platform/store.ts';
import { commonText } from '../../text/common.ts';
import { formatBytes, formatDuration } from '../../text/format.ts';
import { formatMoment } from '../../text/moment.ts';
import { musicText } from '../../text/music.ts';
import { playerText } from '../../text/player.ts';
import { Art } from '../../ui/art.tsx';
import { IconButton } from '../../ui/button.tsx';
import { tooltip } from '../../ui/tooltips.tsx';
import { PlayheadLine } from '../../ui/wave/playhead-line.tsx';
import { LevelMeter } from './level-meter.tsx';
import { useListening, usePlayerState, usePlayTime } from './listening.tsx';
import { neighboursOf } from './neighbours.ts';
import { OutputButton } from './output-control.tsx';
import { isSounding, PlayButton } from './play-button.tsx';
import type { Player } from './player.ts';
import { SeekSlider } from './seek-slider.tsx';
import { SmallWave } from './small-wave.tsx';
import { comparedWith, compareRoute, placeOfCut, type Track } from './track.ts';
import { useSolo } from './use-solo.ts';
import { VolumeControl } from './volume-control.tsx';

/** The player. It stays wherever the user goes, until they close it. */
export function PlayerBar({
  track,
  tools,
}: {
  track: Track;
  /** Of other features, beside its own. */
  tools?: ReactNode;
}) {
  const { player, blind } = useListening();
  const isBlind = useStore(blind);
  const { phase, failure, speed } = usePlayerState();
  return (
    <section
      aria-label={playerText.label}
      data-hue={hueOf(track.cutName)}
      className="@container/player flex min-h-12 min-w-0 flex-1 items-center gap-3 px-3 min-[760px]:min-h-18"
    >
      <PlayButton
        track={track}
        name={isBlind ? track.vibeName : track.cutName}
        keys="Space"
        className="size-9! rounded-full! bg-text text-ground! hover:bg-text/90! min-[760px]:size-12!"
      />
      <div className="flex max-w-64 min-w-0 shrink flex-col items-start min-[760px]:min-w-40">
        <NowPlaying track={track} isBlind={isBlind} />
        {!isBlind && <CopyLabel track={track} />}
      </div>
      {phase === 'failed' ? (
        <>
          <p
            role="alert"
            title={failure ?? undefined}
            className="min-w-0 flex-1 truncate text-over max-[760px]:text-meta max-[760px]:whitespace-normal"
          >
            {failure ?? playerText.silence.unknown}
          </p>
          <IconButton label={commonText.tryAgain} icon={RotateCw} onClick={() => player.toggle()} />
        </>
      ) : (
        <>
          <Transport track={track} isBlind={isBlind} />
          {speed !== 1 && (
            <span className="shrink-0 text-meta text-hot tabular-nums">
              {speed < 0 ? `◂ ${-speed}×` : `${speed}×`}
            </span>
          )}
          {!isBlind && <BarAndBeat track={track} />}
          {isBlind ? (
            <span className="flex-1" />
          ) : (
            <Position key={track.fileId} player={player} track={track} />
          )}
          {!isBlind && <LevelMeter fileId={track.fileId} />}
          {!isBlind && <Tools track={track} more={tools} />}
        </>
      )}
      <VolumeControl />
      <OutputButton />
      <IconButton label={playerText.close} icon={X} onClick={() => player.clear()} />
    </section>
  );
}

function NowPlaying({ track, isBlind }: { track: Track; isBlind: boolean }) {
  const { projectId, cutId, cutName, vibeName, stem } = track;
  const project = useProject(projectId).data;
  const vibe = project?.vibes.find(({ cuts }) => cuts.some(({ id }) => id === cutId));
  const picture = pictureOf(vibe);
  const place = stem ? `${track.versionName} · ${stem.name}` : track.versionName;
  return (
    <a
      href={formatRoute({ name: 'project', projectId, cutId })}
      title={isBlind ? undefined : `${cutName}, ${place}, ${vibeName}`}
      className="group flex w-full min-w-0 items-center gap-3 rounded-sm"
    >
      {!isBlind && <Art name={cutName} picture={picture} size={48} className="max-[760px]:hidden" />}
      <span className="min-w-0">
        <span className="block truncate font-semibold group-hover:underline">
          <bdi>{isBlind ? vibeName : cutName}</bdi>
        </span>
        {!isBlind && <span className="block truncate text-meta text-dim">{place}</span>}
      </span>
    </a>
  );
}

/** Says that a compressed copy is heard. Pressed, it gives way to the file. */
function CopyLabel({ track }: { track: Track }) {
  const { player } = useListening();
  const { isCompressed } = usePlayerState();
  if (!isCompressed) return null;
  return (
    <button
      type="button"
      aria-label={playerText.copy.leave}
      {...tooltip(playerText.copy.hint(formatBytes(track.compressedSize ?? 0)))}
      onClick={player.hearLossless}
      data-small
      className="relative inline-flex h-4 max-w-full items-center rounded-full bg-chosen px-2 text-meta leading-none text-dim after:absolute after:inset-x-0 after:-inset-y-3 hover:text-text min-[760px]:ml-15"
    >
      {playerText.copy.label}
    </button>
  );
}

/** The position, between the songs before and after. */
function Transport({ track, isBlind }: { track: Track; isBlind: boolean }) {
  const { player } = useListening();
  const project = useProject(track.projectId).data;
  const { previous, next } = useMemo(() => neighboursOf(project, track), [project, track]);
  useSystemKeys(track, isBlind ? null : { previous, next, project });
  const go = (to: Track | null) => {
    if (!to) return;
    if (isSounding(player.state.get())) player.play(to, 0);
    else player.cue(to, 0);
  };
  return (
    <div className="flex shrink-0 items-center gap-1">
      {!isBlind && (
        <IconButton
          label={playerText.previousSong}
          icon={SkipBack}
          disabled={!previous}
          className="max-[1100px]:hidden"
          onClick={() => go(previous)}
        />
      )}
      <Clock isBlind={isBlind} />
      {!isBlind && (
        <IconButton
          label={playerText.nextSong}
          icon={SkipForward}
          disabled={!next}
          className="max-[1100px]:hidden"
          onClick={() => go(next)}
        />
      )}
    </div>
  );
}

/** The length would tell two versions apart, and so would a time that jumps at a switch. */
function Clock({ isBlind }: { isBlind: boolean }) {
  const { duration } = usePlayerState();
  const { deck } = useListening();
  const played = usePlayTime(0.1);
  const time = isBlind ? deck.time('a') : played;
  return (
    <span className="shrink-0 px-1 text-head tabular-nums min-[760px]:text-[22px] min-[1100px]:text-[28px] min-[1100px]:leading-[34px]">
      <span className="font-medium">{formatMoment(time)}</span>
      {!isBlind && <span className="text-faint max-[480px]:hidden">{` / ${formatDuration(duration)}`}</span>}
    </span>
  );
}

/** Bar, beat and section, if tempo or sections are known. */
function BarAndBeat({ track }: { track: Track }) {
  const music = useMusic(track);
  const time = usePlayTime(0.05);
  const facts = [
    music.tempo === undefined ? null : musicText.bar(barAt(time, music.tempo)),
    sectionAt(music.sections, time),
  ].filter((fact) => fact !== null);
  if (facts.length === 0) return null;
  return (
    <span className="shrink-0 text-meta text-dim tabular-nums max-[1250px]:hidden">{facts.join(' · ')}</span>
  );
}

function useMusic({ projectId, cutId, fileId }: Track): Music {
  const project = useProject(projectId).data;
  return useMemo(() => {
    const cut = project && placeOfCut(project, cutId)?.cut;
    return cut
      ? musicOf(
          cut,
          cut.files.find(({ id }) => id === fileId),
        )
      : {};
  }, [project, cutId, fileId]);
}

/** The waveform, to seek in; a thin line on the song's own page, which has the large waveform. */
function Position({ player, track }: { player: Player; track: Track }) {
  const { duration } = usePlayerState();
  const time = usePlayTime(1);
  const route = useRoute();
  const isShown = route.name === 'project' && route.cutId === track.cutId;
  const playhead = useMemo(() => ({ time: player.time, onTime: player.onTime }), [player]);
  return (
    <SeekSlider
      label={playerText.position(track.cutName)}
      time={time}
      duration={duration}
      onSeek={player.seek}
      onNudge={player.nudge}
      className="h-6 min-w-8 flex-1 rounded-sm min-[760px]:h-9"
    >
      {isShown ? (
        <span
          aria-hidden
          className="absolute inset-x-0 top-1/2 h-0.5 -translate-y-1/2 rounded-full bg-line-strong"
        />
      ) : (
        <SmallWave fileId={track.fileId} playhead={playhead} className="size-full" />
      )}
      <PlayheadLine playhead={playhead} duration={duration} className="border-l-2" />
    </SeekSlider>
  );
}

function Tools({ track, more }: { track: Track; more: ReactNode }) {
  const { compared } = useListening();
  const { duration } = usePlayerState();
  const project = useProject(track.projectId).data;
  const { versions } = useMemo(() => neighboursOf(project, track), [project, track]);
  const before = useStore(compared).get(track.cutId);
  const shown = versions.find(({ fileId }) => fileId === (track.stem?.versionId ?? track.fileId));
  const other = shown && comparedWith(versions, shown, before);
  const solo = useSolo(track);
  const { tempo } = useMusic(track);
  return (
    <div className="flex shrink-0 items-center max-[900px]:hidden">
      <IconButton
        label={solo.loop ? playerText.endLoop : playerText.loop}
        icon={Repeat}
        aria-pressed={solo.loop !== null}
        disabled={duration <= 0}
        className="aria-pressed:bg-chosen aria-pressed:text-text"
        onClick={() => solo.toggleLoop(duration, tempo)}
      />
      <IconButton
        label={playerText.compare}
        icon={ArrowLeftRight}
        disabled={!other}
        onClick={() => shown && other && goTo(compareRoute(shown, other))}
      />
      {more}
    </div>
  );
}

/** Tells the keys of the system which songs are around the track, and the picture to show. */
function useSystemKeys(
  { fileId, cutId }: Track,
  known: { previous: Track | null; next: Track | null; project: ProjectSnapshot | undefined } | null,
): void {
  const { around } = useListening();
  const { previous = null, next = null, project } = known ?? {};
  const picture = pictureOf(project?.vibes.find(({ cuts }) => cuts.some(({ id }) => id === cutId)));
  useEffect(() => {
    // Only a browser's page has addresses that the system can read.
    const isPage = location.protocol.startsWith('http');
    const src = new URL(picture === null ? 'icon-512.png' : pictureAddress(picture), location.href).href;
    around.change(() => ({ fileId, previous, next, artwork: isPage ? [{ src }] : [] }));
  }, [around, fileId, previous, next, picture]);
}
