import type { File } from '../wire/file.ts';
import { sortFiles } from './versions.ts';

/** The parts of a file that decide which version a stem belongs to. The server has them as columns. */
type StackedFile = Pick<File, 'id' | 'type' | 'createdAt'> & {
  label?: string | null | undefined;
  order?: number | null | undefined;
  versionId?: string | null | undefined;
};

/** The version of a cut that a stem belongs to when it arrives: the newest with its label, else the newest. */
export function versionOfStem(files: readonly StackedFile[], label: string | null): string | null {
  const ranked = files.map((file) => ({ ...file, order: file.order ?? undefined }));
  const versions = sortFiles(ranked).filter(({ type }) => type === 'CUT');
  const same = label === null ? undefined : versions.findLast((version) => version.label === label);
  return (same ?? versions.at(-1))?.id ?? null;
}

/**
 * Whether a stem of these files belongs to this version, which has just arrived. A stem with a label waits for the version
 * of that label, also while it is with another one; a stem without one waits for any.
 */
export function isAdoptedBy(version: StackedFile, stem: StackedFile, files: readonly StackedFile[]): boolean {
  if (version.type !== 'CUT' || stem.type !== 'STEM') return false;
  const label = stem.label ?? null;
  const current = files.find(({ id }) => id === (stem.versionId ?? null));
  return label === null ? current === undefined : version.label === label && current?.label !== label;
}

/** A cut's files once a version has arrived. */
export function adoptStems(files: File[], version: File): File[] {
  return files.map((file) => (isAdoptedBy(version, file, files) ? { ...file, versionId: version.id } : file));
}
