import { stemsOf, versionsOf } from '../../protocol/state/versions.ts';
import type { Cut } from '../../protocol/wire/cut.ts';
import type { File } from '../../protocol/wire/file.ts';
import { formatDuration, formatKind } from '../text/format.ts';
import { versionName } from '../text/version-name.ts';

/** The facts in a cut's row. Stems and pictures are counted separately from its versions. */
export type CutFacts = {
  versions: number;
  extras: number;
  /** The name of the latest version, such as `v2 · louder`; empty if there is nothing to say. */
  latest: string;
  duration: string;
  kind: string;
  who: string;
  /** The time of the latest version, or of the cut if it has none, in milliseconds of Unix time. */
  at: number;
};

export function cutFacts(cut: Cut): CutFacts {
  const versions = versionsOf(cut);
  const newest = versions.at(-1);
  const latest = newest ?? cut.files.at(-1);
  return {
    versions: versions.length,
    extras: cut.files.length - versions.length,
    // The number of an only version says nothing.
    latest: newest && (newest.label || versions.length > 1) ? versionName(newest, versions.length) : '',
    duration: latest?.audio ? formatDuration(latest.audio.durationSeconds) : '',
    kind: latest ? formatKind(latest) : '',
    who: latest?.uploadedBy.name ?? cut.createdBy.name,
    at: Date.parse(latest?.createdAt ?? cut.createdAt),
  };
}

/** A version of a cut, with its number from 1, the version before it, and the stems that belong to it. */
export type StackEntry = { file: File; version: number; previous: File | null; stems: File[] };

/** A cut as one stack: its versions, newest first, and the files that belong to none of them. */
export function stackOf(cut: Pick<Cut, 'files'>): { versions: StackEntry[]; others: File[] } {
  const versions = versionsOf(cut);
  const loose = new Set(stemsOf(cut, null));
  return {
    versions: versions
      .map((file, index) => ({
        file,
        version: index + 1,
        previous: versions[index - 1] ?? null,
        stems: stemsOf(cut, file.id),
      }))
      .reverse(),
    others: cut.files
      .filter((file) => file.type !== 'CUT' && (file.type !== 'STEM' || loose.has(file)))
      .reverse(),
  };
}

/**
 * The cut's files with their version number from 1: the newest version first, each followed by its stems, then all other
 * files. Stems and pictures have no number.
 */
export function numberedFiles(cut: Pick<Cut, 'files'>): { file: File; version: number | null }[] {
  const { versions, others } = stackOf(cut);
  return [
    ...versions.flatMap(({ file, version, stems }) => [
      { file, version },
      ...stems.map((stem) => ({ file: stem, version: null })),
    ]),
    ...others.map((file) => ({ file, version: null })),
  ];
}
