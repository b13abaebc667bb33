import type { ProjectListChange } from '../../../commands/descriptor.ts';
import { descriptorOf } from '../../../commands/descriptors.ts';
import { readCommand } from '../../../commands/read-command.ts';
import type { PendingOperation } from '../../../protocol/ipc/outbox.ts';
import type { Project, ProjectSnapshot } from '../../../protocol/wire/project.ts';
import type { Person } from '../../../protocol/wire/user.ts';
import { isRefused, noteBadge, type PendingBadge, type PendingBadges } from './pending-badge.ts';

/**
 * The list of projects with the user's unconfirmed changes applied to it, by the rules of `overlayProject`. New projects
 * come first, where the server puts the newest. Badges are by project id.
 */
export function overlayProjects(
  projects: readonly Project[],
  operations: readonly PendingOperation[],
  me: Person,
): { projects: readonly Project[]; badges: PendingBadges } {
  const badges = new Map<string, PendingBadge>();
  let shown = projects;
  for (const operation of operations) {
    const change = changeOf(operation, me);
    if (!change) continue;
    if (!isRefused(operation) || change.kind === 'added') shown = applyChange(shown, change, projects);
    const id = idOf(change);
    if (shown.some((project) => project.id === id)) noteBadge(badges, id, operation);
  }
  return { projects: shown, badges };
}

/** The project that a command in `operations` creates under this id, as empty as the server will create it. */
export function findPendingProject(
  operations: readonly PendingOperation[],
  projectId: string,
  me: Person,
): ProjectSnapshot | null {
  for (const operation of operations) {
    const change = changeOf(operation, me);
    if (change?.kind !== 'added' || change.project.id !== projectId) continue;
    const { role, createdAt } = change.project;
    const members = [{ projectId, user: me, role, joinedAt: createdAt, isOwner: true }];
    // No server has this epoch, so the snapshot is never taken for one that was read.
    return { ...change.project, vibes: [], members, epoch: '', seq: 0 };
  }
  return null;
}

function changeOf(operation: PendingOperation, me: Person): ProjectListChange | null {
  const command = readCommand(operation);
  if (!command) return null;
  const { overlay } = descriptorOf(command.kind);
  return overlay?.projectList?.(command.payload, { at: operation.createdAt, me }) ?? null;
}

const idOf = (change: ProjectListChange) => (change.kind === 'added' ? change.project.id : change.id);

/** `all`: before any change. */
function applyChange(
  projects: readonly Project[],
  change: ProjectListChange,
  all: readonly Project[],
): readonly Project[] {
  const id = idOf(change);
  switch (change.kind) {
    case 'added':
      return projects.some((project) => project.id === id) ? projects : [change.project, ...projects];
    case 'updated':
      return projects.map((project) => (project.id === id ? { ...project, ...change.changes } : project));
    case 'restored':
      return all.filter((project) => project.id === id || projects.includes(project));
    case 'removed':
      return projects.filter((project) => project.id !== id);
  }
}
