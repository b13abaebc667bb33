import type { File } from '../../../protocol/wire/file.ts';

/** The name of a stem beside its version: its instrument, or the name of its file. */
export function stemName({ part, name }: Pick<File, 'part' | 'name'>): string {
  if (part) return part.charAt(0).toLocaleUpperCase('en') + part.slice(1);
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(0, dot) : name;
}

/** Stems as people look for one: by name, `2` before `10`; archives last. */
export function byStemName(stems: readonly File[]): File[] {
  return [...stems].sort(
    (a, b) =>
      Number(isArchive(a)) - Number(isArchive(b)) ||
      collator.compare(stemName(a), stemName(b)) ||
      (a.id < b.id ? -1 : 1),
  );
}

/** Several files as one, which can't be played. */
export function isArchive({ mimeType }: Pick<File, 'mimeType'>): boolean {
  return mimeType === 'application/zip';
}

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
