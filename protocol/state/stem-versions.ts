import type { Cut } from '../wire/cut.ts';
import type { LoggedEventPayload } from '../wire/event.ts';
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

/** Whether a file can be a version or a stem: ZIPs and pictures stay what they are. */
export function isSound({ mimeType }: Pick<File, 'mimeType'>): boolean {
  return mimeType.startsWith('audio/');
}

type TypedPlace = { type: 'CUT' | 'STEM'; order?: number | undefined; versionId?: string | undefined };

/** The place of a sound that becomes a version or a stem of a cut, and the stems that it takes along. */
export function placeOfType(
  { id, cutId }: Pick<File, 'id' | 'cutId'>,
  { type, order, versionId }: TypedPlace,
  from: readonly StackedFile[],
  to: Pick<Cut, 'id' | 'files'>,
): Pick<LoggedEventPayload<'file:moved'>, 'type' | 'stemIds' | 'order' | 'versionId'> {
  const stemIds = from.filter((file) => file.versionId === id).map((file) => file.id);
  const isMoved = type === 'STEM' || cutId !== to.id;
  const version = to.files.find((file) => file.id === versionId && file.type === 'CUT' && file.id !== id);
  return {
    type,
    ...(isMoved && stemIds.length > 0 && { stemIds }),
    ...(type === 'CUT' && order !== undefined && { order }),
    ...(type === 'STEM' && version && { versionId: version.id }),
  };
}

/**
 * The files of a new cut: of `asVersions`, and if none is a version of all, sound becomes versions. Several have the order
 * of their names. `isBack`: the cut was there before, and its stems stay stems.
 */
export function filesOfSplit(
  files: readonly File[],
  { asVersions = [], isBack }: { asVersions?: readonly string[] | undefined; isBack: boolean },
): File[] {
  const areAll = !isBack && files.every(({ type }) => type !== 'CUT');
  const named = files
    .filter((file) => file.type === 'STEM' && isSound(file) && (areAll || asVersions.includes(file.id)))
    .sort((a, b) => byName.compare(a.name, b.name) || (a.id < b.id ? -1 : 1));
  if (named.length === 0) return [...files];
  const first = Math.max(-1, ...files.map(({ order }) => order ?? -1)) + 1;
  const isOrdered = named.length > 1 || first > 0;
  const rank = new Map(named.map(({ id }, index) => [id, first + index]));
  return sortFiles(
    files.map((file): File => {
      const order = rank.get(file.id);
      if (order === undefined) return file;
      const { versionId: _former, ...version } = file;
      return { ...version, type: 'CUT', ...(isOrdered && { order }) };
    }),
  );
}

const byName = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
