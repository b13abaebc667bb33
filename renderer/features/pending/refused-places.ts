import type { Place } from '../../../commands/descriptor.ts';
import { descriptorOf } from '../../../commands/descriptors.ts';
import { readCommand } from '../../../commands/read-command.ts';
import type { PendingOperation } from '../../../protocol/ipc/outbox.ts';
import { findCut } from '../../../protocol/state/project-state.ts';
import type { Command } from '../../../protocol/wire/command.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import { isRefused, type RefusedOperation } from './pending-badge.ts';

/** The page where the user may look for changes that were refused. */
export type RefusedAbout =
  /** As it is shown, with pending changes applied. */
  | { kind: 'project'; project: ProjectSnapshot }
  | { kind: 'gone-project'; projectId: string }
  | { kind: 'gone-cut'; projectId: string; cutId: string };

/** A refused change, and the cut whose page shows it in its place, if there is one. */
export type RefusedEntry = { operation: RefusedOperation; cutId: string | null };

/**
 * Refused changes that no row of the page can show, because what they are about is gone or is shown elsewhere. Together
 * with the rows, a page shows everything that was refused in its project.
 */
export function refusedEntries(operations: readonly PendingOperation[], about: RefusedAbout): RefusedEntry[] {
  const projectId = about.kind === 'project' ? about.project.id : about.projectId;
  return operations.flatMap((operation) => {
    if (!isRefused(operation) || operation.projectId !== projectId) return [];
    if (about.kind === 'gone-project') return [{ operation, cutId: null }];
    const command = readCommand(operation);
    const place = command && placeOf(command);
    const cutId = place && cutOf(place);
    if (about.kind === 'gone-cut') return cutId === about.cutId ? [{ operation, cutId: null }] : [];
    if (place && hasRow(about.project, place)) return [];
    return [{ operation, cutId: cutId && findCut(about.project, cutId) ? cutId : null }];
  });
}

/** Where a refusal of the command is shown; null when it has no place of its own. */
export function placeOf({ kind, payload }: Command): Place | null {
  return descriptorOf(kind).place?.(payload) ?? null;
}

/** Whether the project's page has a row that carries the badge. */
function hasRow(project: ProjectSnapshot, place: Place): boolean {
  switch (place.kind) {
    case 'project':
    case 'room':
      return true;
    case 'member':
      return project.members.some(({ user }) => user.id === place.userId);
    case 'vibe':
      return project.vibes.some(({ id }) => id === place.id);
    case 'cut':
      return findCut(project, place.id) !== undefined;
    case 'comments':
    case 'comment':
      return false;
  }
}

function cutOf(place: Place): string | null {
  if (place.kind === 'cut') return place.id;
  return place.kind === 'comments' ? place.cutId : null;
}
