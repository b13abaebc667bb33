import { readMusicInText } from '../../common/music-in-text.ts';
import type { Cut } from '../../protocol/wire/cut.ts';
import type { File } from '../../protocol/wire/file.ts';
import type { Music } from '../../protocol/wire/music.ts';

/** The facts about the music of a version: entered by the band, else stated by its file, else by its file’s name. */
export function musicOf(cut: Pick<Cut, 'music'>, file: Pick<File, 'name' | 'audio'> | undefined): Music {
  return { ...(file && { ...readMusicInText(file.name), ...file.audio?.music }), ...cut.music };
}

/** Bar and beat from 1 at a moment, in four beats a bar from the start of the sound. */
export function barAt(seconds: number, tempo: number): string {
  const beats = Math.floor((seconds * tempo) / 60 + 1e-6);
  return `${Math.floor(beats / 4) + 1}.${(beats % 4) + 1}`;
}

/** The name of the section at a moment. */
export function sectionAt(sections: Music['sections'], seconds: number): string | null {
  return sections?.findLast(({ from }) => from <= seconds)?.name ?? null;
}
