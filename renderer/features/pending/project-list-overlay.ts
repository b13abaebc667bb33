import type { Command } from '../../../protocol/wire/command.ts';
import type { Project, ProjectSnapshot } from '../../../protocol/wire/project.ts';
import type { Person } from '../../../protocol/wire/user.ts';
import type { LaidOperation } from './lingering.ts';
import { isRefused, noteBadge, type PendingBadge, type PendingBadges } from './pending-badge.ts';
import { readCommand } from './read-command.ts';

/**
 * The list of projects with what waits laid over it, by the rules of `overlay`: made ones at its head, where the server
 * puts the newest, those one deletes or leaves gone. Badges are by the id of the project.
 */
export function overlayProjects(
  projects: readonly Project[],
  operations: readonly LaidOperation[],
  me: Person,
): { projects: readonly Project[]; badges: PendingBadges } {
  const badges = new Map<string, PendingBadge>();
  let shown = projects;
  for (const operation of operations) {
    const command = readCommand(operation);
    const id = command && projectOf(command, me);
    if (!command || !id) continue;
    const isMaking = command.kind === 'project.create';
    if (!isRefused(operation) || isMaking) shown = change(shown, command, operation.createdAt, me);
    if (shown.some((project) => project.id === id)) noteBadge(badges, id, operation);
  }
  return { projects: shown, badges };
}

/**
 * The project that is to be made under this id, as empty as the server will make it, so that it can be worked in
 * before; null when none is.
 */
export function findPendingProject(
  operations: readonly LaidOperation[],
  projectId: string,
  me: Person,
): ProjectSnapshot | null {
  for (const operation of operations) {
    const command = readCommand(operation);
    if (command?.kind !== 'project.create' || command.payload.id !== projectId) continue;
    const made = newProject(command.payload, operation.createdAt);
    const members = [{ projectId, user: me, role: made.role, joinedAt: made.createdAt }];
    // No epoch of any server: it never passes for something that was read.
    return { ...made, vibes: [], members, epoch: '', seq: 0 };
  }
  return null;
}

/** The project whose line in the list a command changes. */
function projectOf(command: Command, me: Person): string | null {
  switch (command.kind) {
    case 'project.create':
    case 'project.update':
    case 'project.delete':
      return command.payload.id;
    case 'member.remove':
      return command.payload.userId === me.id ? command.payload.projectId : null;
    default:
      return null;
  }
}

function change(projects: readonly Project[], command: Command, at: number, me: Person): readonly Project[] {
  switch (command.kind) {
    case 'project.create':
      return projects.some(({ id }) => id === command.payload.id)
        ? projects
        : [newProject(command.payload, at), ...projects];
    case 'project.update': {
      const { id, ...changes } = command.payload;
      return projects.map((project) =>
        project.id === id
          ? {
              ...project,
              name: changes.name ?? project.name,
              description: changes.description === undefined ? project.description : changes.description,
            }
          : project,
      );
    }
    default: {
      const gone = projectOf(command, me);
      return projects.filter(({ id }) => id !== gone);
    }
  }
}

function newProject(
  { id, name, description }: { id: string; name: string; description?: string | undefined },
  at: number,
): Project {
  return {
    id,
    name,
    description: description || null,
    imageUrl: null,
    createdAt: new Date(at).toISOString(),
    memberCount: 1,
    role: 'ADMIN',
  };
}
