import { readSongName } from '../../../common/song-names/read-song-name.ts';
import { cutNameOfSong, stackKey } from '../../../common/song-names/stack-key.ts';
import type { Cut } from '../../../protocol/wire/cut.ts';
import type { File } from '../../../protocol/wire/file.ts';

/**
 * The name of a cut made of this version: its song's. If that is the song of the cut it leaves, the file's whole name,
 * so that the two cuts differ.
 */
export function newCutName(
  from: Pick<Cut, 'name' | 'title' | 'alternate'>,
  { name }: Pick<File, 'name'>,
): string {
  const song = readSongName(name);
  const named = cutNameOfSong(song);
  const taken = [stackKey(readSongName(from.name))];
  if (from.title !== undefined)
    taken.push(stackKey({ title: from.title, alternate: from.alternate ?? null }));
  return taken.includes(stackKey(song)) ? withoutExtension(name) : named;
}

function withoutExtension(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(0, dot).trim() || name : name;
}
