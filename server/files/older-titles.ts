import { readSongName, type SongName } from '../../common/song-names/read-song-name.ts';
import { splitWords } from '../../common/song-names/split-words.ts';
import { cutNameOfSong, stackKey } from '../../common/song-names/stack-key.ts';
import { wholeNameOf } from './song-in-name.ts';

/** Longer beginnings of a name are no titles. */
const mostWords = 24;

/**
 * The keys under which a song may have been kept while fewer words of its files' names were read as tags: of
 * `Dune Mastered v2`, the one of `Dune Mastered`. Each is of a beginning of the name that is longer than the title, or that
 * is read as that song now. The longest first.
 */
export function olderKeysOf(song: SongName, fileName: string): string[] {
  const name = wholeNameOf(fileName);
  const key = stackKey(song);
  const titleStart = name.replaceAll('_', ' ').indexOf(song.title);
  const alternates = new Set([null, song.alternate]);
  const keys = beginningsOf(name)
    .flatMap((beginning) => [beginning, ...(titleStart > 0 ? [beginning.slice(titleStart)] : [])])
    .flatMap((title) => [...alternates].map((alternate) => ({ title, alternate })))
    .filter((stack) => stackKey(stack) !== key && (hasMoreThan(song, stack) || isReadAs(key, stack)));
  return [...new Set(keys.map(stackKey))];
}

type Stack = Pick<SongName, 'title' | 'alternate'>;

function isReadAs(key: string, stack: Stack): boolean {
  return stackKey(readSongName(cutNameOfSong(stack))) === key;
}

function hasMoreThan({ title }: SongName, stack: Stack): boolean {
  const keyOf = (one: string) => stackKey({ title: one, alternate: null }).trim();
  return keyOf(stack.title).startsWith(`${keyOf(title)} `);
}

function beginningsOf(name: string): string[] {
  const words = splitWords(name).slice(0, mostWords);
  const ends = words.map((_, at) => words[at + 1]?.start ?? name.length);
  return ends.map((end) => name.slice(0, end).replace(/[\s_.,\-–—([{]+$/, '')).reverse();
}
