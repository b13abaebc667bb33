import { readSongName, type SongName } from '../../../common/song-names/read-song-name.ts';
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

const numbers = /\d+(?:\.\d+)*(?:[a-z](?![\p{L}\d]))?/giu;
const dates = /(?<!\d)\d{2,4}(?:[-_.]?\d\d){2}(?!\d)/g;

/** `Dune XL v2 24bit` → `Dune XL v* 24bit`: its next version is meant too, on whatever day. */
function anyVersionOf(base: string, label: string | null): string {
  if (label === null) return base;
  const song = readSongName(base);
  const isSame = (other: SongName) => JSON.stringify({ ...other, label }) === JSON.stringify(song);
  const readWith = (text: string, at: number, length: number) =>
    readSongName(base.slice(0, at) + text + base.slice(at + length));
  const isOfLabel = (text: string, at: number) => {
    const next = text.replace(/[1-9]/g, (digit) => `${(Number(digit) % 9) + 1}`);
    const other = readWith(next, at, text.length);
    return isSame(other) && other.label !== label;
  };
  const isDate = (text: string, at: number) => {
    const other = readWith(' ', at, text.length);
    return isSame(other) && other.label === label;
  };
  const found = [
    ...[...base.matchAll(numbers)].filter(({ 0: text, index }) => isOfLabel(text, index)),
    ...[...base.matchAll(dates)].filter(({ 0: text, index }) => isDate(text, index)),
  ].sort((a, b) => b.index - a.index);
  return found.reduce(
    (name, { 0: text, index }) => `${name.slice(0, index)}*${name.slice(index + text.length)}`,
    base,
  );
}

function wordsOf(text: string): string[] {
  return (text.match(/[\p{L}\p{N}'’]+/gu) ?? []).map((word) => word.toLowerCase());
}

function withoutExtension(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(0, dot) : name;
}
