import { Download } from 'lucide-react';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { hueOf } from '../../../common/hue.ts';
import type { SharedFile, SharedSong, SharedVersion } from '../../../protocol/wire/share.ts';
import type { Store } from '../../platform/store.ts';
import { formatBytes, formatDay, formatDuration } from '../../text/format.ts';
import { sharedPageText as text } from '../../text/shared-page.ts';
import { Art } from '../../ui/art.tsx';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { EmptyPicture } from '../../ui/empty-picture.tsx';
import type { Around, Player } from '../player/port.ts';
import { Playlist } from './playlist.tsx';
import type { SharedLink } from './shared-link.ts';
import { SongSound } from './song-sound.tsx';
import { isSounding, trackOf, useAround, usePlayerState, useSharedPlayer } from './use-shared-player.ts';

/** The content of a link: one song or file, or a playlist. */
export function OpenLink({ link, shared }: { link: SharedLink; shared: SharedFile }) {
  const made = useSharedPlayer(link);
  if (!made) return null;
  return shared.songs.length === 0 ? (
    <>
      <Head title={shared.title} sharedBy={shared.sharedBy} facts="" />
      <div className="m-auto flex w-full flex-col items-center gap-6 py-12">
        <EmptyPicture name="journey" hue={hueOf(shared.title)} />
        <p className="text-center text-dim">{text.empty}</p>
      </div>
    </>
  ) : (
    <Songs link={link} shared={shared} {...made} />
  );
}

type Props = { link: SharedLink; shared: SharedFile; player: Player; around: Store<Around | null> };

function Songs({ link, shared, player, around }: Props) {
  const { songs } = shared;
  const { song, version, newer, choose } = useChosen(shared, player);
  useAutoAdvance(songs, player);
  useAround(around, useNeighbours(songs, song, version));
  const isList = shared.kind === 'group' || shared.kind === 'project';
  const seconds = songs.reduce((sum, { versions }) => sum + (versions[0]?.durationSeconds ?? 0), 0);
  const isSound = version.type === 'CUT';
  const download = shared.mayDownload && (
    <a
      href={link.downloadAddress(version)}
      download
      aria-label={text.downloadOne(version.name)}
      className="inline-flex h-9 items-center gap-2 rounded-md bg-chosen px-3.5 font-medium hover:bg-line-strong pointer-coarse:h-11"
    >
      <Download size={15} aria-hidden />
      {text.download}
    </a>
  );
  return (
    <>
      <Head
        title={isList ? shared.title : song.name}
        sharedBy={shared.sharedBy}
        facts={isList ? text.songs(songs.length, seconds) : factsOf(version)}
      >
        {!isList && download}
      </Head>
      <section
        data-hue={hueOf(song.name)}
        aria-label={isList ? text.nowPlaying : song.name}
        className="mt-6 rounded-card bg-card p-5 shadow-lift max-[480px]:-mx-1 max-[480px]:p-3"
      >
        {isList && (
          <div className="mb-3 flex flex-wrap items-center gap-3">
            <Art name={song.name} size={48} />
            <div className="min-w-0 flex-1">
              <h2 className="text-head font-semibold break-words" dir="auto">
                {song.name}
              </h2>
              <p className="text-meta text-dim">{factsOf(version)}</p>
            </div>
            {download}
          </div>
        )}
        {song.versions.length > 1 && (
          <Versions song={song} shown={version} onChoose={(fileId) => choose(song.id, fileId)} />
        )}
        {newer && (
          <p
            role="status"
            className="mb-3 flex flex-wrap items-center gap-3 rounded-md bg-accent-wash px-3 py-2"
          >
            <span className="flex-1">{text.newer(newer.label)}</span>
            <Button onClick={() => choose(song.id, null)}>{text.playNewer(newer.label)}</Button>
          </p>
        )}
        {isSound ? (
          <SongSound
            key={version.fileId}
            {...{ link, player, song, version, songs }}
            comments={shared.comments}
            onChoose={(id) => choose(id, null)}
          />
        ) : (
          <p className="text-dim">{formatBytes(version.size)}</p>
        )}
      </section>
      {songs.length > 1 && (
        <Playlist songs={songs} shownId={song.id} player={player} onChoose={(id) => choose(id, null)} />
      )}
      <p className="mt-auto pt-8 text-meta text-faint">
        {text.until(formatDay(Date.parse(shared.expiresAt), Date.now()))}
        <span className="pointer-coarse:hidden"> {text.keys}</span>
      </p>
    </>
  );
}

function factsOf({ label, note, durationSeconds, size, type }: SharedVersion): string {
  if (type !== 'CUT') return formatBytes(size);
  const length = durationSeconds === null ? null : formatDuration(durationSeconds);
  return [label, note, length].filter((fact) => fact != null).join(' · ');
}

function Head({
  title,
  sharedBy,
  facts,
  children,
}: {
  title: string;
  sharedBy: string;
  facts: string;
  children?: ReactNode;
}) {
  return (
    <header className="flex flex-wrap items-center gap-x-5 gap-y-3 pt-2">
      <Art name={title} size={96} className="rounded-card max-[480px]:size-14" />
      <div className="min-w-0 flex-1 basis-50">
        <p className="text-dim">{text.sharedBy(sharedBy)}</p>
        <h1
          dir="auto"
          className="text-page font-semibold tracking-[-0.015em] break-words max-[480px]:text-title"
        >
          {title}
        </h1>
        <p className="text-dim tabular-nums">{facts}</p>
      </div>
      {children}
    </header>
  );
}

/** The versions as pills, the newest first. */
function Versions({
  song,
  shown,
  onChoose,
}: {
  song: SharedSong;
  shown: SharedVersion;
  onChoose: (fileId: string) => void;
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms
    <div role="group" aria-label={text.versions} className="mb-3 flex flex-wrap gap-1.5">
      {song.versions.map(({ fileId, label, note }) => (
        <button
          key={fileId}
          type="button"
          aria-pressed={fileId === shown.fileId}
          title={note}
          onClick={() => onChoose(fileId)}
          className={classNames(
            'h-8 max-w-50 truncate rounded-full px-3 pointer-coarse:h-11',
            fileId === shown.fileId ? 'bg-chosen font-semibold' : 'text-dim hover:bg-hover',
          )}
        >
          {label}
        </button>
      ))}
    </div>
  );
}

/**
 * The song and version that are shown. A version that is heard stays while a newer one arrives, which is then offered: it
 * takes its place once the sound stops.
 */
function useChosen({ songs }: SharedFile, player: Player) {
  const [chosen, setChosen] = useState<{ songId: string; fileId: string | null }>({
    songId: '',
    fileId: null,
  });
  const state = usePlayerState(player);
  const held = useRef<{ song: SharedSong; version: SharedVersion } | null>(null);
  const song = songs.find(({ id }) => id === chosen.songId) ?? (songs[0] as SharedSong);
  const [newest] = song.versions as [SharedVersion];
  const listed = song.versions.find(({ fileId }) => fileId === chosen.fileId) ?? newest;
  const before = held.current?.song.id === song.id ? held.current.version : null;
  const isHeard = before !== null && state.track?.fileId === before.fileId && isSounding(state);
  const isNewer = isHeard && before.fileId !== listed.fileId && chosen.fileId === null;
  const version = isNewer ? before : listed;
  useEffect(() => {
    held.current = { song, version };
  }, [song, version]);

  const choose = (songId: string, fileId: string | null) => {
    const next = songs.find(({ id }) => id === songId);
    const to = next?.versions.find((one) => one.fileId === fileId) ?? next?.versions[0];
    if (!next || !to) return;
    held.current = { song: next, version: to };
    setChosen({ songId, fileId });
    const { track } = player.state.get();
    const sounds = isSounding(player.state.get());
    // Another version goes on at the same moment; another song begins.
    if (track?.cutId === songId) player.swap(trackOf(next, to));
    else if (sounds) player.play(trackOf(next, to), 0);
  };
  useEffect(() => {
    // The next song of a playlist was begun by the player.
    if (state.track && state.track.cutId !== song.id && isSounding(state))
      setChosen({ songId: state.track.cutId, fileId: null });
  }, [state, song.id]);
  return { song, version, newer: isNewer ? listed : null, choose };
}

function useNeighbours(songs: readonly SharedSong[], song: SharedSong, { fileId }: SharedVersion) {
  return useMemo(() => {
    const index = songs.findIndex(({ id }) => id === song.id);
    const [previous = null, next = null] = [songs[index - 1], songs[index + 1]].map((one) =>
      one?.versions[0] ? trackOf(one, one.versions[0]) : null,
    );
    return { fileId, previous, next };
  }, [songs, song.id, fileId]);
}

/** Plays the next song when one has ended. */
function useAutoAdvance(songs: readonly SharedSong[], player: Player): void {
  const latest = useRef(songs);
  latest.current = songs;
  useEffect(
    () =>
      player.state.subscribe(() => {
        const { phase, track } = player.state.get();
        if (phase !== 'ended' || !track) return;
        const index = latest.current.findIndex(({ id }) => id === track.cutId);
        const next = latest.current[index + 1];
        const version = next?.versions[0];
        if (index >= 0 && next && version) player.play(trackOf(next, version), 0);
      }),
    [player],
  );
}
