import { useMemo } from 'react';
import { versionsOf } from '../../../protocol/state/versions.ts';
import type { Cut } from '../../../protocol/wire/cut.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import type { VibeWithCuts } from '../../../protocol/wire/vibe.ts';
import { mainMix } from '../../platform/songs.ts';
import type { SongFilter } from '../comments/port.tsx';
import { useOpenPoints } from '../open-points/port.tsx';

/** The number of open points of each song that has any, by its id. Null for a song while they can't be read. */
export type OpenCounts = { of(cut: Pick<Cut, 'id' | 'commentCount'>): number | null };

/** Of the open project. */
export function useOpenCounts(): OpenCounts {
  const { points, isReading, unread } = useOpenPoints();
  return useMemo(() => {
    const counts = new Map<string, number>();
    for (const { cut } of points) counts.set(cut.id, (counts.get(cut.id) ?? 0) + 1);
    const isKnown = !isReading && unread === 0;
    return { of: ({ id, commentCount }) => counts.get(id) ?? (isKnown || commentCount === 0 ? 0 : null) };
  }, [points, isReading, unread]);
}

/** The project with only the songs that pass. A song with alternates stays whole if one of them passes. */
export function filterSongs(project: ProjectSnapshot, filter: SongFilter, open: OpenCounts): ProjectSnapshot {
  if (filter === 'all') return project;
  const passes = (cut: Cut) =>
    filter === 'open' ? (open.of(cut) ?? 0) > 0 : (versionsOf(cut).at(-1)?.approvals ?? []).length > 0;
  const vibes = project.vibes.flatMap((vibe): VibeWithCuts[] => {
    const cuts = vibe.cuts.filter(passes);
    if (cuts.length === 0) return [];
    return mainMix(vibe) ? [vibe] : [{ ...vibe, cuts }];
  });
  return { ...project, vibes };
}
