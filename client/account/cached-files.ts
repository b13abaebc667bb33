import { stemArchiveName } from '../../protocol/state/versions.ts';
import type { Cut } from '../../protocol/wire/cut.ts';
import type { File } from '../../protocol/wire/file.ts';
import type { Cache } from '../cache/cache.ts';

type CachedProjects = Pick<Cache, 'findProjectOf' | 'readProject'>;

/** The name of the ZIP with a version's stems; null if the version isn't in a cached project. */
export function nameStems(cache: CachedProjects, versionId: string): string | null {
  const cut = findCutOf(cache, versionId);
  return cut ? stemArchiveName(cut, versionId) : null;
}

/** A file; undefined if it isn't in a cached project. */
export function findFile(cache: CachedProjects, fileId: string): File | undefined {
  return findCutOf(cache, fileId)?.files.find(({ id }) => id === fileId);
}

/** The song of a file; undefined if it isn't in a cached project. */
export function findCutOf(cache: CachedProjects, fileId: string): Cut | undefined {
  const projectId = cache.findProjectOf(fileId);
  const project = projectId === undefined ? undefined : cache.readProject(projectId);
  const cuts = project?.vibes.flatMap((vibe) => vibe.cuts) ?? [];
  return cuts.find(({ files }) => files.some(({ id }) => id === fileId));
}
