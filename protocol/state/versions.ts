import type { Cut } from '../wire/cut.ts';
import type { File } from '../wire/file.ts';

type Ranked = Pick<File, 'order' | 'createdAt' | 'id'>;

/**
 * The order of a cut's files on every side: those that somebody ranked first, by rank; then the others by age. So a
 * version that arrives after a reordering is the newest, also when the server's clock was set back.
 */
export function sortFiles<One extends Ranked>(files: readonly One[]): One[] {
  return [...files].sort(
    (a, b) =>
      (a.order ?? Infinity) - (b.order ?? Infinity) || (a.createdAt + a.id < b.createdAt + b.id ? -1 : 1),
  );
}

/** The versions of a cut, oldest first. Stems and pictures are files of a cut, but never versions. */
export function versionsOf({ files }: Pick<Cut, 'files'>): File[] {
  return files.filter(({ type }) => type === 'CUT');
}

/** The stems of a version; with null, those of a cut that belong to no version that is there. */
export function stemsOf({ files }: Pick<Cut, 'files'>, versionId: string | null): File[] {
  const stems = files.filter(({ type }) => type === 'STEM');
  if (versionId !== null) return stems.filter((stem) => stem.versionId === versionId);
  const versions = new Set(versionsOf({ files }).map(({ id }) => id));
  return stems.filter((stem) => stem.versionId === undefined || !versions.has(stem.versionId));
}

/** Whether these ids name each version of the cut once. */
export function isWholeOrder(cut: Pick<Cut, 'files'>, fileIds: readonly string[]): boolean {
  const versions = versionsOf(cut);
  const wanted = new Set(fileIds);
  return (
    wanted.size === fileIds.length &&
    wanted.size === versions.length &&
    versions.every(({ id }) => wanted.has(id))
  );
}

/** The order of all versions once some of them, which another cut had, are ordered in the places that they have. */
export function orderAmongOthers(cut: Pick<Cut, 'files'>, fileIds: readonly string[]): string[] {
  const wanted = new Set(fileIds);
  const left = [...fileIds];
  const ids = versionsOf(cut).map(({ id }) => (wanted.has(id) ? (left.shift() ?? id) : id));
  return [...ids, ...left];
}

/** The name of the ZIP that holds a version's stems. */
export function stemArchiveName(cut: Pick<Cut, 'name' | 'files'>, versionId: string): string {
  return `${songAndVersion(cut, versionId)} stems.zip`;
}

/** A song and one of its versions as people call it: `Sunset Groove v3`. */
export function songAndVersion(cut: Pick<Cut, 'name' | 'files'>, versionId: string): string {
  const versions = versionsOf(cut);
  const index = versions.findIndex(({ id }) => id === versionId);
  return `${cut.name} ${versions[index]?.label ?? `v${index + 1}`}`;
}
