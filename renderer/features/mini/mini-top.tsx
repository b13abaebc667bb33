import { ChevronDown, Layers2, Maximize2, Music, Pin } from 'lucide-react';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import { goTo } from '../../platform/route.ts';
import { useSession } from '../../platform/session-context.tsx';
import { useChangeForm, useWindowForm } from '../../platform/window-form.ts';
import { appText } from '../../text/app.ts';
import { miniText } from '../../text/mini.ts';
import { Art } from '../../ui/art.tsx';
import { IconButton } from '../../ui/button.tsx';
import { ActionMenu } from '../../ui/menu.tsx';
import { Name } from '../../ui/name.tsx';
import { PartyIconButton } from '../party/port.tsx';
import { type Track, tracksOf } from '../player/port.ts';
import { type MiniSong, playableSongs } from './current-song.ts';

/** The menu of songs is a short way to one of the last; the large window has them all. */
const mostSongs = 12;

/** The project, with its songs, and how the window stays in sight. */
export function MiniTop({
  project,
  song,
  onGo,
}: {
  project: ProjectSnapshot | null;
  song: MiniSong | null;
  onGo: (track: Track) => void;
}) {
  const { isOnTop, isOnAllDesktops } = useWindowForm();
  const changeForm = useChangeForm();
  const { platform } = useSession().facts;
  const newest = song && tracksOf(song.cut, song.vibeName).at(-1);
  return (
    <header className="flex h-11 shrink-0 items-center gap-1 bg-tint pr-2 pl-3">
      {project ? (
        <SongMenu project={project} onGo={onGo} />
      ) : (
        <h1 className="font-semibold">{appText.product}</h1>
      )}
      <span className="flex-1" />
      {newest && <PartyIconButton track={newest} />}
      {platform !== 'win32' && (
        <IconButton
          label={miniText.onAllDesktops}
          icon={Layers2}
          aria-pressed={isOnAllDesktops}
          className="aria-pressed:bg-chosen aria-pressed:text-text"
          onClick={() => changeForm({ isOnAllDesktops: !isOnAllDesktops })}
        />
      )}
      <IconButton
        label={miniText.onTop}
        icon={Pin}
        aria-pressed={isOnTop}
        className="aria-pressed:bg-chosen aria-pressed:text-text"
        onClick={() => changeForm({ isOnTop: !isOnTop })}
      />
      <IconButton
        label={miniText.close}
        keys="V"
        icon={Maximize2}
        onClick={() => {
          changeForm({ isMini: false });
          if (song) goTo({ name: 'project', projectId: song.cut.projectId, cutId: song.cut.id });
        }}
      />
    </header>
  );
}

function SongMenu({ project, onGo }: { project: ProjectSnapshot; onGo: (track: Track) => void }) {
  const entries = playableSongs(project)
    .slice(0, mostSongs)
    .map(({ cut, vibeName }) => ({
      kind: 'item' as const,
      label: cut.name,
      icon: Music,
      onChoose: () => {
        const newest = tracksOf(cut, vibeName).at(-1);
        if (newest) onGo(newest);
      },
    }));
  return (
    <ActionMenu
      trigger={
        <button
          type="button"
          disabled={entries.length === 0}
          className="flex h-7 min-w-0 items-center gap-1.5 rounded-md pr-1 pl-1 font-medium text-dim hover:bg-hover hover:text-text"
        >
          <Art name={project.name} size={24} />
          <span className="sr-only">{miniText.songs(project.name)}</span>
          <span aria-hidden className="flex min-w-0">
            <Name>{project.name}</Name>
          </span>
          <ChevronDown size={12} aria-hidden className="shrink-0" />
        </button>
      }
      entries={entries}
    />
  );
}
