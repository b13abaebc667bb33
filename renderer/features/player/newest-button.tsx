import { Play } from 'lucide-react';
import { useMemo } from 'react';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import { useProject } from '../../platform/queries.ts';
import { useRouteFact } from '../../platform/route.ts';
import { playerText } from '../../text/player.ts';
import { useListening } from './listening.tsx';
import { type Track, tracksOf } from './track.ts';

/** In place of the player, until something is played. */
export function NewestButton({ projectId }: { projectId: string }) {
  const { player } = useListening();
  // A song's page has its own button, for the version that is shown.
  const isSong = useRouteFact((route) => route.name === 'project' && route.cutId !== null);
  const project = useProject(projectId).data;
  const newest = useMemo(() => (project ? newestTrack(project) : null), [project]);
  if (!newest || isSong) return null;
  return (
    <button
      type="button"
      onClick={() => player.play(newest)}
      className="group mr-auto flex min-w-0 items-center gap-3 px-3 text-dim hover:text-text focus-visible:-outline-offset-2"
    >
      <span className="inline-flex size-9 shrink-0 items-center justify-center rounded-full border border-line-strong group-hover:border-dim">
        <Play size={14} aria-hidden />
      </span>
      {playerText.newest}
    </button>
  );
}

/** The version that was bounced last, in any song. */
function newestTrack({ vibes }: ProjectSnapshot): Track | null {
  let newest: { at: string; track: () => Track | null } | null = null;
  for (const vibe of vibes)
    for (const cut of vibe.cuts)
      for (const { id, type, createdAt } of cut.files)
        if (type === 'CUT' && (newest === null || createdAt > newest.at))
          newest = {
            at: createdAt,
            track: () => tracksOf(cut, vibe.name).find(({ fileId }) => fileId === id) ?? null,
          };
  return newest?.track() ?? null;
}
