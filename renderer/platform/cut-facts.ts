import type { Cut } from '../../protocol/wire/cut.ts';
import type { File } from '../../protocol/wire/file.ts';
import { formatDuration, formatKind } from '../text/format.ts';

/** The facts in a cut's row. A cut's versions are its audio files; stems and pictures are counted separately. */
export type CutFacts = {
  versions: number;
  extras: number;
  duration: string;
  kind: string;
  who: string;
  /** The time of the latest file, or of the cut if it has none, in milliseconds of Unix time. */
  at: number;
};

export function cutFacts(cut: Cut): CutFacts {
  const sounding = cut.files.filter((file) => file.type === 'CUT');
  const latest = sounding.at(-1) ?? cut.files.at(-1);
  return {
    versions: sounding.length,
    extras: cut.files.length - sounding.length,
    duration: latest?.audio ? formatDuration(latest.audio.durationSeconds) : '',
    kind: latest ? formatKind(latest) : '',
    who: latest?.uploadedBy.name ?? cut.createdBy.name,
    at: Date.parse(latest?.createdAt ?? cut.createdAt),
  };
}

/** The cut's files, newest first, with their version number from 1. Stems and pictures have none. */
export function numberedFiles(cut: Cut): { file: File; version: number | null }[] {
  let version = 0;
  return cut.files
    .map((file) => {
      if (file.type === 'CUT') version += 1;
      return { file, version: file.type === 'CUT' ? version : null };
    })
    .reverse();
}
