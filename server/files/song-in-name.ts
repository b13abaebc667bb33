import type { SongInName } from '../../protocol/wire/upload.ts';

/** A song and its version as they are in a file's name. */
export type SongName = {
  title: string;
  alternate: string | null;
  label: string | null;
  note: string | null;
  part: string | null;
  isStem: boolean;
  isCertain: boolean;
};

/** The name without its extension, as the title of a song that nothing else is known about. */
export function wholeNameOf(fileName: string): string {
  return (
    fileName
      .replace(/\.[^.]*$/, '')
      .normalize('NFC')
      .trim() || fileName
  );
}

function readSongName(fileName: string): SongName {
  const [, title = wholeNameOf(fileName), label = null] = /^(.+?)[ _-](v\d+)/iu.exec(fileName) ?? [];
  return { title, alternate: null, label, note: null, part: null, isStem: false, isCertain: true };
}

export function stackKey({ title, alternate }: Pick<SongName, 'title' | 'alternate'>): string {
  return `${title.normalize('NFC').toLowerCase().replaceAll('_', ' ')}|${alternate ?? ''}`;
}

export function cutNameOfSong({ title, alternate }: Pick<SongName, 'title' | 'alternate'>): string {
  return alternate === null ? title : `${title} (${alternate})`;
}

/** The reading of a file's name, unless its sender reads it differently. */
export function songOf(fileName: string, given?: SongInName | null): SongName {
  if (!given) return readSongName(fileName);
  const { title, alternate = null, label = null, note = null, part = null } = given;
  const { isStem = false, isCertain = true } = given;
  return { title, alternate, label, note, part, isStem, isCertain };
}
