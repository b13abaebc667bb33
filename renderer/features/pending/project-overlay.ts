import { descriptorOf } from '../../../commands/descriptors.ts';
import { readCommand } from '../../../commands/read-command.ts';
import type { PendingOperation } from '../../../protocol/ipc/outbox.ts';
import { applyProjectEvent } from '../../../protocol/state/project-state.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import type { Person } from '../../../protocol/wire/user.ts';
import { isRefused, noteBadge, type PendingBadge, type PendingBadges } from './pending-badge.ts';

/**
 * The project with the user's unconfirmed changes applied to it, and their badges by the id of what they are about.
 *
 * Queued and sent changes show as if they were done. A refused creation stays in its place, because what was created
 * exists nowhere else; any other refused change leaves the project as it was. Nothing is ever undone: when an operation
 * leaves the list, its overlay is gone.
 */
export function overlayProject(
  project: ProjectSnapshot,
  operations: readonly PendingOperation[],
  me: Person,
): { project: ProjectSnapshot; badges: PendingBadges } {
  const badges = new Map<string, PendingBadge>();
  let shown = project;
  for (const operation of operations) {
    const command = readCommand(operation);
    if (!command) continue;
    const { overlay, creates, subject } = descriptorOf(command.kind);
    const event = overlay?.project?.(shown, command.payload, { at: operation.createdAt, me }) ?? null;
    if (event && (!isRefused(operation) || creates)) shown = applyProjectEvent(shown, event);
    if (event || isRefused(operation)) noteBadge(badges, subject(command.payload), operation);
  }
  return { project: shown, badges };
}
