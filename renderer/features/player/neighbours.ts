import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import { type Track, tracksOf } from './track.ts';

/** The places that the player can go to from a track: the songs before and after it, and the other versions of its song. */
export type Neighbours = { previous: Track | null; next: Track | null; versions: readonly Track[] };

/** In the order of the project. Songs without a version to play are passed over. */
export function neighboursOf(project: ProjectSnapshot | undefined, track: Track): Neighbours {
  const songs = (project?.vibes ?? []).flatMap((vibe) =>
    vibe.cuts.map((cut) => ({ id: cut.id, versions: tracksOf(cut, vibe.name) })),
  );
  const index = songs.findIndex(({ id }) => id === track.cutId);
  if (index === -1) return { previous: null, next: null, versions: [] };
  const newest = ({ versions }: { versions: Track[] }) => versions.at(-1) ?? null;
  const isPlayable = (song: { versions: Track[] }) => song.versions.length > 0;
  const before = songs.slice(0, index).findLast(isPlayable);
  const after = songs.slice(index + 1).find(isPlayable);
  return {
    previous: before ? newest(before) : null,
    next: after ? newest(after) : null,
    versions: songs[index]?.versions ?? [],
  };
}
