import type { PendingOperation } from '../../../protocol/ipc/outbox.ts';
import { findCut } from '../../../protocol/state/project-state.ts';
import type { Command } from '../../../protocol/wire/command.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import { isRefused, type RefusedOperation } from './pending-badge.ts';
import { readCommand } from './read-command.ts';

/** Where someone looks who may have been refused something there. */
export type RefusedAbout =
  /** As it is shown, with what waits laid over it. */
  | { kind: 'project'; project: ProjectSnapshot }
  | { kind: 'gone-project'; projectId: string }
  | { kind: 'gone-cut'; projectId: string; cutId: string };

/** A refused change, and the cut whose page shows it in its place, where there is one. */
export type RefusedEntry = { operation: RefusedOperation; cutId: string | null };

/**
 * What was refused and no line there can show, because what it was about is gone or is shown elsewhere. So a page
 * tells of all that was refused in it.
 */
export function refusedEntries(operations: readonly PendingOperation[], about: RefusedAbout): RefusedEntry[] {
  const projectId = about.kind === 'project' ? about.project.id : about.projectId;
  return operations.flatMap((operation) => {
    if (!isRefused(operation) || operation.projectId !== projectId) return [];
    const command = readCommand(operation);
    if (about.kind === 'gone-project') return [{ operation, cutId: null }];
    const cutId = command && cutOf(command);
    if (about.kind === 'gone-cut') return cutId === about.cutId ? [{ operation, cutId: null }] : [];
    if (command && hasLine(about.project, command)) return [];
    return [{ operation, cutId: cutId && findCut(about.project, cutId) ? cutId : null }];
  });
}

/** Whether a line of the project's page carries the mark of such a change. */
function hasLine(project: ProjectSnapshot, command: Command): boolean {
  switch (command.kind) {
    case 'project.create':
    case 'project.update':
    case 'project.delete':
    case 'vibe.reorder':
      return true;
    case 'member.remove':
      return project.members.some(({ user }) => user.id === command.payload.userId);
    case 'vibe.create':
    case 'vibe.update':
    case 'vibe.delete':
      return project.vibes.some(({ id }) => id === command.payload.id);
    case 'cut.create':
    case 'cut.update':
    case 'cut.delete':
    case 'cut.move':
      return findCut(project, command.payload.id) !== undefined;
    default:
      return false;
  }
}

/** The cut that a change is about, as far as it says so itself. */
function cutOf(command: Command): string | null {
  switch (command.kind) {
    case 'cut.create':
    case 'cut.update':
    case 'cut.delete':
    case 'cut.move':
      return command.payload.id;
    case 'comment.create':
      return command.payload.cutId;
    default:
      return null;
  }
}
