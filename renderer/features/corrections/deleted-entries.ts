import { readSongName } from '../../../common/song-names/read-song-name.ts';
import { stackKey } from '../../../common/song-names/stack-key.ts';
import type { HeldDeletedItem } from '../../../protocol/ipc/deleted-cut.ts';
import type { PendingOperation } from '../../../protocol/ipc/outbox.ts';
import { cutWithId } from '../../../protocol/state/project-parts.ts';
import { findCut } from '../../../protocol/state/project-state.ts';
import type { Cut } from '../../../protocol/wire/cut.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import { isRefused } from '../pending/port.ts';

/** A deleted thing, and for a cut the one that has the same song by now. */
export type DeletedEntry = HeldDeletedItem & { twin?: Cut | undefined };

/**
 * The deleted things that can be restored: those that were read, without those whose restoring is pending, and the cuts whose
 * deletion is pending. `open`: the open project, without the user's own changes and with them.
 */
export function deletedEntries(
  read: readonly HeldDeletedItem[],
  operations: readonly PendingOperation[],
  open: { base: ProjectSnapshot; shown: ProjectSnapshot } | null,
  now: number,
): DeletedEntry[] {
  const pending = open ? pendingCuts(open.base, open.shown, now) : [];
  const known = new Set(pending.map(({ id }) => id));
  const restoring = restoringIn(operations);
  return [...pending, ...read.filter(({ id }) => !known.has(id))]
    .filter(({ id }) => !restoring.has(id) && !(open && cutWithId(open.shown, id)))
    .map((item) => {
      const { cut } = item;
      return cut && open?.shown.id === item.projectId ? { ...item, twin: findTwin(open.shown, cut) } : item;
    });
}

/** The ids of the things that pending changes restore, and don't delete again. */
function restoringIn(operations: readonly PendingOperation[]): ReadonlySet<unknown> {
  const ids = new Set<unknown>();
  for (const operation of operations) {
    const { id } = operation.payload as { id?: unknown };
    if (isRefused(operation)) continue;
    if (operation.kind.endsWith('.restore')) ids.add(id);
    if (operation.kind.endsWith('.delete')) ids.delete(id);
  }
  return ids;
}

function pendingCuts(base: ProjectSnapshot, shown: ProjectSnapshot, now: number): HeldDeletedItem[] {
  return base.vibes.flatMap(({ cuts, name: within }) =>
    cuts
      .filter(({ id }) => !findCut(shown, id))
      .map((cut) => ({
        ...{ kind: 'cut' as const, id: cut.id, name: cut.name, projectId: base.id, projectName: base.name },
        ...{ within, cut, deletedAt: new Date(now).toISOString() },
      })),
  );
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
