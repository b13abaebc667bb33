import type { Cut } from '../../../protocol/wire/cut.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import { newestFirst } from '../../platform/songs.ts';
import { placeOfCut, type Track, tracksOf } from '../player/port.ts';

export type MiniSong = { cut: Cut; vibeName: string };

/** The songs that can be played, the one that changed last first. */
export function playableSongs(project: ProjectSnapshot): MiniSong[] {
  return newestFirst(project.vibes).flatMap(({ name, cuts }) =>
    cuts.filter((cut) => tracksOf(cut, name).length > 0).map((cut) => ({ cut, vibeName: name })),
  );
}

/** The song to show: the one in the player, else the open one, else the one that changed last. */
export function currentSong(
  project: ProjectSnapshot,
  inPlayer: Pick<Track, 'cutId'> | null,
  openId: string | null,
): MiniSong | null {
  for (const id of [inPlayer?.cutId, openId]) {
    const place = id ? placeOfCut(project, id) : null;
    if (place) return place;
  }
  return playableSongs(project)[0] ?? null;
}

/** The newest version of the project, if it is another one than when the user began to look. */
export function latestOf(project: ProjectSnapshot): { song: MiniSong; track: Track } | null {
  const song = playableSongs(project)[0];
  const track = song && tracksOf(song.cut, song.vibeName).at(-1);
  return song && track ? { song, track } : null;
}
