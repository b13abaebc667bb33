import type { DeletedCut } from '../../../commands/descriptor.ts';
import type { PendingOperation } from '../../../protocol/ipc/outbox.ts';
import type { Project, ProjectSnapshot } from '../../../protocol/wire/project.ts';
import type { Person } from '../../../protocol/wire/user.ts';
import type { PendingBadges } from './pending-badge.ts';
import { findPendingProject, overlayProjects } from './project-list-overlay.ts';
import { type OverlaidProject, overlayProject } from './project-overlay.ts';

/** The user's own changes, and how they apply to what the server has sent. Made again when the changes change. */
export type Pending = {
  /** Oldest first, with confirmed ones whose events have not arrived yet. */
  operations: readonly PendingOperation[];
  /** Returns the same object for the same project, so that all components that show it share one. */
  overlay(project: ProjectSnapshot): OverlaidProject;
  overlayList(projects: readonly Project[]): { projects: readonly Project[]; badges: PendingBadges };
  /** The project that one of the operations creates under this id; null when none does. */
  pendingProject(projectId: string): ProjectSnapshot | null;
  /** Whether the project was created here and the server doesn't know it yet. */
  isPendingProject(projectId: string): boolean;
};

/**
 * As far as they are known here: `deleted`, the deleted cuts that operations restore, and `comments`, the ids of those
 * made on the files that operations move.
 */
export function createPending(
  operations: readonly PendingOperation[],
  me: Person,
  deleted: readonly DeletedCut[] = [],
  comments?: ReadonlyMap<string, readonly string[]>,
): Pending {
  const overlaid = new WeakMap<ProjectSnapshot, ReturnType<Pending['overlay']>>();
  const lists = new WeakMap<readonly Project[], ReturnType<Pending['overlayList']>>();
  const created = new Map<string, ProjectSnapshot | null>();
  const areOnlyHere = new Map<string, boolean>();
  const unconfirmed = operations.filter(({ state }) => state.kind !== 'confirmed');
  return {
    operations,
    overlay: (project) =>
      kept(overlaid, project, () => overlayProject(project, operations, me, deleted, comments)),
    overlayList: (projects) => kept(lists, projects, () => overlayProjects(projects, operations, me)),
    pendingProject: (id) => kept(created, id, () => findPendingProject(operations, id, me)),
    isPendingProject: (id) => kept(areOnlyHere, id, () => findPendingProject(unconfirmed, id, me) !== null),
  };
}

function kept<Key, Value>(
  map: { get(key: Key): Value | undefined; set(key: Key, value: Value): unknown },
  key: Key,
  make: () => Value,
): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
