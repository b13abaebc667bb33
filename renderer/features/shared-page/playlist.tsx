import { AudioLines } from 'lucide-react';
import type { SharedSong } from '../../../protocol/wire/share.ts';
import { formatDuration } from '../../text/format.ts';
import { sharedPageText as text } from '../../text/shared-page.ts';
import { Art } from '../../ui/art.tsx';
import { classNames } from '../../ui/class-names.ts';
import type { Player } from '../player/port.ts';
import { isSounding, trackOf, usePlayerState } from './use-shared-player.ts';

/** The songs of a playlist. A click plays one from its start. */
export function Playlist({
  songs,
  shownId,
  player,
  onChoose,
}: {
  songs: readonly SharedSong[];
  shownId: string;
  player: Player;
  onChoose: (songId: string) => void;
}) {
  const state = usePlayerState(player);
  return (
    <section aria-label={text.playlist} className="mt-6">
      <h2 className="mb-2 text-meta font-semibold text-faint">{text.playlist}</h2>
      <ol className="flex flex-col">
        {songs.map((song, index) => {
          const version = song.versions[0];
          const isShown = song.id === shownId;
          const sounds = state.track?.cutId === song.id && isSounding(state);
          return (
            <li key={song.id} className="border-t border-line first:border-t-0">
              <button
                type="button"
                aria-current={isShown || undefined}
                onClick={() => {
                  onChoose(song.id);
                  if (version && !sounds) player.play(trackOf(song, version));
                }}
                className={classNames(
                  'flex w-full items-center gap-3 rounded-md px-2 py-2 text-left hover:bg-hover pointer-coarse:py-3',
                  isShown && 'bg-hover',
                )}
              >
                <span className="w-6 shrink-0 text-center text-dim tabular-nums">
                  {sounds ? <AudioLines size={15} aria-hidden className="inline text-accent" /> : index + 1}
                </span>
                <Art name={song.name} size={32} />
                <span
                  dir="auto"
                  className={classNames('min-w-0 flex-1 truncate', isShown && 'font-semibold')}
                >
                  {song.name}
                </span>
                {version && (
                  <span className="flex shrink-0 gap-3 text-meta text-dim tabular-nums">
                    <span className="max-w-25 truncate">{version.label}</span>
                    {version.durationSeconds !== null && formatDuration(version.durationSeconds)}
                  </span>
                )}
              </button>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
