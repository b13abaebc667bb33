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

/** Whether a stem belongs to this version, which has just arrived: it has its label, and no version yet. */
export function isAdoptedBy(version: StackedFile, file: StackedFile): boolean {
  const isWaiting = file.type === 'STEM' && (file.versionId ?? null) === null;
  return version.type === 'CUT' && isWaiting && (file.label ?? null) === (version.label ?? null);
}

/** A cut's files once a version has arrived. */
export function adoptStems(files: File[], version: File): File[] {
  return files.map((file) => (isAdoptedBy(version, file) ? { ...file, versionId: version.id } : file));
}

/** Whether a file changes its cut together with that one: the file itself and, of a version, its stems. */
export function isFollowing(fileId: string, file: Pick<StackedFile, 'id' | 'versionId'>): boolean {
  return file.id === fileId || file.versionId === fileId;
}
