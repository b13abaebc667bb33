import type { DropTarget } from '../../protocol/ipc/channels.ts';
import { findCut } from '../../protocol/state/project-state.ts';
import type { ProjectSnapshot } from '../../protocol/wire/project.ts';

/**
 * The song of the place that files are dropped on: of a cut, or of a vibe with one main mix. Null if it has none. A cut
 * that isn't known here has one all the same, of whatever title.
 */
export function songOfPlace(target: DropTarget, project: ProjectSnapshot | undefined): string | null {
  if (target.kind === 'cut') {
    const cut = project && findCut(project, target.cutId);
    return cut?.title ?? cut?.name ?? 'Untitled';
  }
  if (!project || target.kind === 'project') return null;
  const cuts = project.vibes.find(({ id }) => id === target.vibeId)?.cuts ?? [];
  const [main, ...others] = cuts.filter(({ alternate }) => alternate === undefined);
  return main && others.length === 0 ? (main.title ?? main.name) : null;
}
