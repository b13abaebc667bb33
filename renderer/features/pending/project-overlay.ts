import type { DeletedCut } from '../../../commands/descriptor.ts';
import { overlayProject as overlay, type ShownProject } from '../../../commands/overlay-project.ts';
import type { PendingOperation } from '../../../protocol/ipc/outbox.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import type { Person } from '../../../protocol/wire/user.ts';
import { noteBadge, type PendingBadge, type PendingBadges } from './pending-badge.ts';

export type OverlaidProject = ShownProject & { badges: PendingBadges };

/**
 * The project with the user's unconfirmed changes applied to it, and their badges by the id of what they are about. A
 * refused change has a badge even where it changes nothing.
 */
export function overlayProject(
  project: ProjectSnapshot,
  operations: readonly PendingOperation[],
  me: Person,
  known: readonly DeletedCut[] = [],
  comments: ReadonlyMap<string, readonly string[]> = new Map(),
): OverlaidProject {
  const badges = new Map<string, PendingBadge>();
  const shown = overlay(project, operations, me, {
    ...{ known, comments },
    note: (subject, operation) => noteBadge(badges, subject, operation),
  });
  return { ...shown, badges };
}
