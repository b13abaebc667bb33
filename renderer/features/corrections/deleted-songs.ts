import { readSongName } from '../../../common/song-names/read-song-name.ts';
import { stackKey } from '../../../common/song-names/stack-key.ts';
import type { HeldDeletedCut } from '../../../protocol/ipc/deleted-cut.ts';
import { cutWithId } from '../../../protocol/state/project-parts.ts';
import { findCut } from '../../../protocol/state/project-state.ts';
import type { Cut } from '../../../protocol/wire/cut.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';

/** A deleted cut, and the cut that has the same song by now. */
export type DeletedSong = HeldDeletedCut & { twin: Cut | undefined };

/**
 * The deleted cuts that can be restored: those that were read, and those whose deletion is pending. `base` is the project
 * without the user's own changes, `shown` with them.
 */
export function deletedSongs(
  read: readonly HeldDeletedCut[],
  base: ProjectSnapshot,
  shown: ProjectSnapshot,
  now: number,
): DeletedSong[] {
  const pending = base.vibes.flatMap(({ cuts, name: vibeName }) =>
    cuts
      .filter(({ id }) => !findCut(shown, id))
      .map((cut) => ({ cut, vibeName, deletedAt: new Date(now).toISOString() })),
  );
  const known = new Set(pending.map(({ cut }) => cut.id));
  return [...pending, ...read.filter(({ cut }) => !known.has(cut.id))]
    .filter(({ cut }) => !cutWithId(shown, cut.id))
    .map((deleted) => ({ ...deleted, twin: findTwin(shown, deleted.cut) }));
}

/** The cut of the same title and alternates: the one with the newest file, which gets the song's bounces. */
function findTwin({ vibes }: ProjectSnapshot, deleted: Cut): Cut | undefined {
  const key = keyOf(deleted);
  return vibes
    .flatMap(({ cuts }) => cuts)
    .filter((cut) => keyOf(cut) === key)
    .sort((a, b) => (newestOf(a) < newestOf(b) ? 1 : -1))[0];
}

function keyOf({ title, alternate, name }: Cut): string {
  return stackKey(title === undefined ? readSongName(name) : { title, alternate: alternate ?? null });
}

const newestOf = ({ files, createdAt }: Cut) =>
  [createdAt, ...files.map((file) => file.createdAt)].toSorted().at(-1) ?? '';
