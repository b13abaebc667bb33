import { stemArchiveName } from '../../protocol/state/versions.ts';
import type { Cache } from '../cache/cache.ts';

/** The name of the ZIP with a version's stems; null if the version isn't in a cached project. */
export function nameStems(
  cache: Pick<Cache, 'findProjectOf' | 'readProject'>,
  versionId: string,
): string | null {
  const projectId = cache.findProjectOf(versionId);
  const project = projectId === undefined ? undefined : cache.readProject(projectId);
  const cuts = project?.vibes.flatMap((vibe) => vibe.cuts) ?? [];
  const cut = cuts.find(({ files }) => files.some(({ id }) => id === versionId));
  return cut ? stemArchiveName(cut, versionId) : null;
}
