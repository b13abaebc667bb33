import { readSongName, type SongName } from '../../common/song-names/read-song-name.ts';
import { withoutSoundExtension } from '../../common/song-names/sound-extensions.ts';
import type { SongInName } from '../../protocol/wire/upload.ts';

/** The reading of a file's name, unless its sender reads it differently. */
export function songOf(fileName: string, given?: SongInName | null): SongName {
  if (!given) return readSongName(fileName);
  const { title, alternate = null, label = null, note = null, part = null } = given;
  const { isStem = false, isCertain = true } = given;
  return { title, alternate, label, note, part, isStem, isCertain };
}

/** The name as a title, with all its words. */
export function wholeNameOf(fileName: string): string {
  return withoutSoundExtension(fileName.normalize('NFC')).trim() || fileName;
}
