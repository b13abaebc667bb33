import { useEffect, useMemo } from 'react';
import { hueOf, huesOf } from '../../../common/hue.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import { useRoute } from '../../platform/route.ts';
import { useProjectRoom } from '../../platform/socket-context.tsx';
import { useChangeForm } from '../../platform/window-form.ts';
import { miniText } from '../../text/mini.ts';
import { HuesContext } from '../../ui/face.tsx';
import { useShownProject, useShownProjects } from '../pending/port.tsx';
import { useListening, usePlayerState } from '../player/port.tsx';
import { Arrivals } from './arrivals.tsx';
import { currentSong } from './current-song.ts';
import { MiniSongView } from './mini-song.tsx';
import { MiniTop } from './mini-top.tsx';

/**
 * The window beside the DAW: the song in the player, else the open one, else the one that changed last. It is the app's
 * one window in another form, so the player goes on as it was. A link leads back to the large form.
 */
export function MiniWindow() {
  const route = useRoute();
  const inPlayer = usePlayerState().track;
  const first = useShownProjects().projects[0]?.id ?? null;
  const projectId = inPlayer?.projectId ?? (route.name === 'project' ? route.projectId : first);
  const { project, isPending } = useShownProject(projectId);
  useProjectRoom(isPending ? null : projectId);
  useLeaveOnLink();
  const hues = useMemo(() => huesOf(project?.members.map(({ user }) => user.id) ?? []), [project?.members]);
  return (
    <HuesContext value={hues}>
      <div className="flex min-h-0 flex-1 flex-col">
        {project ? (
          <Content project={project} openId={route.name === 'project' ? route.cutId : null} />
        ) : (
          <>
            <MiniTop project={null} song={null} onGo={() => {}} />
            <p className="px-4 py-3 text-dim">{projectId === null && miniText.noProject}</p>
          </>
        )}
      </div>
    </HuesContext>
  );
}

function Content({ project, openId }: { project: ProjectSnapshot; openId: string | null }) {
  const { player } = useListening();
  const { track: inPlayer, phase } = usePlayerState();
  const song = useMemo(() => currentSong(project, inPlayer, openId), [project, inPlayer, openId]);
  const go = (to: Parameters<typeof player.cue>[0]) => {
    if (phase === 'playing') player.play(to, 0);
    else player.cue(to, 0);
  };
  return (
    <div data-hue={song ? hueOf(song.cut.name) : undefined} className="flex min-h-0 flex-1 flex-col">
      <MiniTop project={project} song={song} onGo={go} />
      {song ? (
        <MiniSongView key={song.cut.id} {...song} project={project} />
      ) : (
        <p className="flex-1 px-4 py-3 text-dim">{miniText.noSong}</p>
      )}
      <Arrivals project={project} shownId={song?.cut.id ?? null} onGo={go} />
    </div>
  );
}

/** Whatever leads to another place leads out of the mini window, which has no places. */
function useLeaveOnLink(): void {
  const changeForm = useChangeForm();
  useEffect(() => {
    const leave = () => changeForm({ isMini: false });
    window.addEventListener('hashchange', leave);
    return () => window.removeEventListener('hashchange', leave);
  }, [changeForm]);
}
