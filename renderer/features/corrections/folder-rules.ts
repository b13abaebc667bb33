import { readSongName } from '../../../common/song-names/read-song-name.ts';
import type { NameRule } from '../../../protocol/ipc/binding.ts';

/**
 * The rules that could prevent a correction of this file. A word that was not read as part of the title may be one. For a
 * version that became a cut of its own: such names are never stacked, or nothing in the folder is.
 */
export function rulesFor(fileName: string, becameOwnCut: boolean): NameRule[] {
  const base = withoutExtension(fileName);
  const { title, label } = readSongName(fileName);
  const inTitle = new Set(wordsOf(title));
  const words = (base.match(/[\p{L}\p{N}'’]+/gu) ?? []).filter(
    (word) => !inTitle.has(word.toLowerCase()) && !/\d/.test(word),
  );
  const titleWords = [...new Set(words)].map((word): NameRule => ({ kind: 'title-word', word }));
  if (!becameOwnCut) return titleWords;
  return [
    ...titleWords,
    { kind: 'never-stack', name: anyVersionOf(base, label) },
    { kind: 'never-stack', name: '*' },
  ];
}

/** `Dune XL v2` → `Dune XL v*`: its next version is meant too. */
function anyVersionOf(base: string, label: string | null): string {
  return label === null ? base : base.replace(/\d+(?:\.\d+)?[a-z]?(?=[^\d]*$)/iu, '*');
}

function wordsOf(text: string): string[] {
  return (text.match(/[\p{L}\p{N}'’]+/gu) ?? []).map((word) => word.toLowerCase());
}

function withoutExtension(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(0, dot) : name;
}
