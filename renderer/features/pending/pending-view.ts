import type { PendingOperation } from '../../../protocol/ipc/outbox.ts';
import type { Project, ProjectSnapshot } from '../../../protocol/wire/project.ts';
import type { Person } from '../../../protocol/wire/user.ts';
import type { LaidOperation } from './lingering.ts';
import type { PendingBadges } from './pending-badge.ts';
import { findPendingProject, overlayProjects } from './project-list-overlay.ts';
import { overlayProject } from './project-overlay.ts';

/** What waits, and how it is laid over what the server has said. Made anew when anything else waits. */
export type Pending = {
  /** Oldest first; for a moment also those that have just been confirmed. */
  operations: readonly LaidOperation[];
  /** The same answer for the same project, so that all who show it share one. */
  overlay(project: ProjectSnapshot): { project: ProjectSnapshot; badges: PendingBadges };
  overlayList(projects: readonly Project[]): { projects: readonly Project[]; badges: PendingBadges };
  /** Says of an operation that it was given up here, or refused to whom asked for it. */
  drop(is: (operation: PendingOperation) => boolean): void;
  /** The project that was made here under this id and is not confirmed; null when there is none. */
  pendingProject(projectId: string): ProjectSnapshot | null;
};

export function createPending(
  operations: readonly LaidOperation[],
  drop: Pending['drop'],
  me: Person,
): Pending {
  const laid = new WeakMap<ProjectSnapshot, ReturnType<Pending['overlay']>>();
  const lists = new WeakMap<readonly Project[], ReturnType<Pending['overlayList']>>();
  const coming = new Map<string, ProjectSnapshot | null>();
  return {
    operations,
    drop,
    overlay: (project) => kept(laid, project, () => overlayProject(project, operations, me)),
    overlayList: (projects) => kept(lists, projects, () => overlayProjects(projects, operations, me)),
    pendingProject: (id) => kept(coming, id, () => findPendingProject(operations, id, me)),
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
