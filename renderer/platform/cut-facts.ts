import { stemsOf, versionsOf } from '../../protocol/state/versions.ts';
import type { Cut } from '../../protocol/wire/cut.ts';
import type { File } from '../../protocol/wire/file.ts';
import type { Person } from '../../protocol/wire/user.ts';
import { formatDuration } from '../text/format.ts';

/** The facts in a song's row. Stems and pictures are counted separately from its versions. */
export type CutFacts = {
  versions: number;
  extras: number;
  duration: string;
  /** The change in the latest version, in somebody's words; empty without any. */
  note: string;
  /** The person of the latest version, or of the cut if it has none. */
  person: Person;
  /** Integrated, in LUFS; null while it isn't measured, and for silence. */
  loudness: number | null;
  /** The time of the latest version, or of the cut if it has none, in milliseconds of Unix time. */
  at: number;
};

export function cutFacts(cut: Cut): CutFacts {
  const versions = versionsOf(cut);
  const latest = versions.at(-1) ?? cut.files.at(-1);
  return {
    versions: versions.length,
    extras: cut.files.length - versions.length,
    duration: latest?.audio ? formatDuration(latest.audio.durationSeconds) : '',
    note: latest?.note ?? '',
    person: latest?.uploadedBy ?? cut.createdBy,
    loudness: latest?.loudness?.integrated ?? null,
    at: Date.parse(latest?.createdAt ?? cut.createdAt),
  };
}

/** A version of a cut, with its number from 1, the version before it, and the stems that belong to it. */
export type StackEntry = { file: File; version: number; previous: File | null; stems: File[] };

/** A cut as one stack: its versions, newest first, stems that belong to none of them, and the files that are neither. */
export function stackOf(cut: Pick<Cut, 'files'>): {
  versions: StackEntry[];
  looseStems: File[];
  others: File[];
} {
  const versions = versionsOf(cut);
  return {
    versions: versions
      .map((file, index) => ({
        file,
        version: index + 1,
        previous: versions[index - 1] ?? null,
        stems: stemsOf(cut, file.id),
      }))
      .reverse(),
    looseStems: stemsOf(cut, null),
    others: cut.files.filter(({ type }) => type !== 'CUT' && type !== 'STEM').reverse(),
  };
}

/**
 * The cut's files with their version number from 1: the newest version first, each followed by its stems, then all other
 * files. Stems and pictures have no number.
 */
export function numberedFiles(cut: Pick<Cut, 'files'>): { file: File; version: number | null }[] {
  const { versions, looseStems, others } = stackOf(cut);
  return [
    ...versions.flatMap(({ file, version, stems }) => [
      { file, version },
      ...stems.map((stem) => ({ file: stem, version: null })),
    ]),
    ...[...looseStems, ...others].map((file) => ({ file, version: null })),
  ];
}
