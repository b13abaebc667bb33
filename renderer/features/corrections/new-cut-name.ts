import { readSongName } from '../../../common/song-names/read-song-name.ts';
import { cutNameOfSong, stackKey } from '../../../common/song-names/stack-key.ts';
import type { Cut } from '../../../protocol/wire/cut.ts';
import type { File } from '../../../protocol/wire/file.ts';

/**
 * The name of a cut made of this version: its song's. If that is the song of the cut it leaves, the two must differ: by the
 * version's note, which a rule of its folder can make part of the title, or by the file's whole name.
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
  if (!taken.includes(stackKey(song))) return named;
  if (song.note === null) return withoutExtension(name);
  return cutNameOfSong({ title: `${song.title} ${song.note}`, alternate: song.alternate });
}

function withoutExtension(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(0, dot).trim() || name : name;
}
