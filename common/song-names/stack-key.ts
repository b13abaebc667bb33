import type { SongName } from './read-song-name.ts';
import { shorten } from './shorten.ts';

type Stack = Pick<SongName, 'title' | 'alternate'>;

/** Names with the same key belong to one cut: title and alternate in NFC, without case, `_` as a space. */
export function stackKey({ title, alternate }: Stack): string {
  return `${fold(title)}\n${fold(alternate ?? '')}`;
}

/** `toUpperCase` first folds what has several lower cases, such as ß and the final sigma. */
function fold(text: string): string {
  return text
    .toUpperCase()
    .toLowerCase()
    .normalize('NFC')
    .replace(/[\s_]+/g, ' ')
    .trim();
}

/** The name of a song's cut, as long as the server takes it: `Sunset Groove (Instrumental)`. */
export function cutNameOfSong({ title, alternate }: Stack): string {
  return shorten(
    alternate === null ? title : `${title} (${alternate.split(', ').map(capitalise).join(', ')})`,
  );
}

function capitalise(alternate: string): string {
  if (alternate === 'tv') return 'TV';
  return alternate.replace(/(?<!\S)\S/g, (letter) => letter.toUpperCase());
}
