import type { PendingOperation } from '../../../protocol/ipc/outbox.ts';
import type { Project, ProjectSnapshot } from '../../../protocol/wire/project.ts';
import type { Person } from '../../../protocol/wire/user.ts';
import type { LaidOperation } from './lingering.ts';
import type { Marks } from './marks.ts';
import { overlay } from './overlay.ts';
import { overlayProjects, projectToCome } from './project-list-overlay.ts';

/** What waits, and how it is laid over what the server has said. Made anew when anything else waits. */
export type Waiting = {
  /** Oldest first; for a moment also those that have just been confirmed. */
  operations: readonly LaidOperation[];
  /** The same answer for the same project, so that all who show it share one. */
  lay(project: ProjectSnapshot): { project: ProjectSnapshot; marks: Marks };
  layList(projects: readonly Project[]): { projects: readonly Project[]; marks: Marks };
  /** Says of an operation that it was given up here, or refused to whom asked for it. */
  drop(is: (operation: PendingOperation) => boolean): void;
  /** The project that was made here under this id and is not confirmed; null when there is none. */
  toCome(projectId: string): ProjectSnapshot | null;
};

export function createWaiting(
  operations: readonly LaidOperation[],
  drop: Waiting['drop'],
  me: Person,
): Waiting {
  const laid = new WeakMap<ProjectSnapshot, ReturnType<Waiting['lay']>>();
  const lists = new WeakMap<readonly Project[], ReturnType<Waiting['layList']>>();
  const coming = new Map<string, ProjectSnapshot | null>();
  return {
    operations,
    drop,
    lay: (project) => kept(laid, project, () => overlay(project, operations, me)),
    layList: (projects) => kept(lists, projects, () => overlayProjects(projects, operations, me)),
    toCome: (id) => kept(coming, id, () => projectToCome(operations, id, me)),
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
