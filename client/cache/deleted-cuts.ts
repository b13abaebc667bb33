import { cutWithId } from '../../protocol/state/project-parts.ts';
import type { LoggedEvent } from '../../protocol/wire/event.ts';
import type { ProjectSnapshot } from '../../protocol/wire/project.ts';
import type { DeletedCutTable } from './cache.ts';

/**
 * Keeps a cut that this event deletes, so that it can be restored offline, and drops one that is back. Call it before
 * the event is applied to `project`. Only admins restore cuts.
 */
export function keepDeletedCut(
  table: DeletedCutTable,
  event: LoggedEvent,
  project: ProjectSnapshot | undefined,
): void {
  if (event.name === 'cut:restored') table.remove(event.payload.id);
  if (event.name !== 'cut:deleted' || project?.role !== 'ADMIN') return;
  const cut = cutWithId(project, event.payload.cutId);
  const vibe = project.vibes.find(({ id }) => id === cut?.vibeId);
  if (cut && vibe) table.put({ cut, vibeName: vibe.name, deletedAt: event.at });
}
