import type { ProjectSnapshot } from '../protocol/wire/project.ts';
import type { Vibe, VibeWithCuts } from '../protocol/wire/vibe.ts';

/**
 * The vibe that a cut was in, as the server brings it back. `deleted`: as it was when a pending change deleted it. One that
 * was deleted before is not known here, so it shows at the end of the project until the server has answered.
 */
export function vibeAgain(
  project: ProjectSnapshot,
  { id, name }: Pick<Vibe, 'id' | 'name'>,
  at: number,
  deleted: VibeWithCuts | undefined,
): Vibe {
  if (deleted) {
    const { cuts: _cuts, ...vibe } = deleted;
    return vibe;
  }
  return {
    ...{ id, name, projectId: project.id, imageUrl: null },
    order: Math.max(-1, ...project.vibes.map(({ order }) => order)) + 1,
    createdAt: new Date(at).toISOString(),
  };
}
