import { applyProjectEvent } from '../../../protocol/state/project-state.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import type { Person } from '../../../protocol/wire/user.ts';
import { expectedEvent } from './expected-event.ts';
import type { LaidOperation } from './lingering.ts';
import { isRefused, noteBadge, type PendingBadge, type PendingBadges } from './pending-badge.ts';
import { readCommand, subjectOf } from './read-command.ts';

/**
 * What the user did and the server has not confirmed, laid over what the server has said.
 *
 * Queued and sent ones show as if they were done, with a mark. Of refused ones, what was to be made stays in its place,
 * because it is nowhere else; other changes leave the project as it was. All of them mark what they were about. Nothing
 * is ever undone by hand: when an operation leaves the list, its overlay goes.
 */
export function overlayProject(
  project: ProjectSnapshot,
  operations: readonly LaidOperation[],
  me: Person,
): { project: ProjectSnapshot; badges: PendingBadges } {
  const badges = new Map<string, PendingBadge>();
  let shown = project;
  for (const operation of operations) {
    const command = readCommand(operation);
    if (!command) continue;
    const event = expectedEvent(shown, command, operation.createdAt, me);
    if (event && (!isRefused(operation) || event.name === 'vibe:created' || event.name === 'cut:created'))
      shown = applyProjectEvent(shown, event);
    if (event || isRefused(operation)) noteBadge(badges, subjectOf(command), operation);
  }
  return { project: shown, badges };
}
