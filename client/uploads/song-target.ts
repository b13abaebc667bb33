import { readSongName, type SongName } from '../../common/song-names/read-song-name.ts';
import { cutNameOfSong } from '../../common/song-names/stack-key.ts';
import type { SongInName, UploadTarget } from '../../protocol/wire/upload.ts';
import { cutNameOf, uploadNameOf, vibeNameOf } from './upload-names.ts';

type Vibe = Extract<UploadTarget, { kind: 'new-cut' }>['vibe'];

/** Where an upload goes. `song`: the reading of its name, where the server would read it differently. */
export type Destination = { target: UploadTarget; song: SongInName | null };

/** The next version of the song's cut; `vibe` is where a new cut goes, if not into the song's. */
export function songDestination(
  place: { projectId: string; cutId: string; vibe?: Vibe },
  fileName: string,
  song: SongName,
): Destination {
  const isDefault = JSON.stringify(readSongName(uploadNameOf(fileName))) === JSON.stringify(song);
  return { target: { kind: 'song', ...place }, song: isDefault ? null : toSongInName(song) };
}

/** A cut of its own, whatever the song. */
export function ownCutDestination(
  { projectId, cutId, vibe }: { projectId: string; cutId: string; vibe?: Vibe },
  fileName: string,
): Destination {
  const { title } = readSongName(fileName);
  const target = {
    projectId,
    cutId,
    cutName: cutNameOf(fileName),
    vibe: vibe ?? { name: vibeNameOf(title) },
  };
  return { target: { kind: 'new-cut', ...target }, song: null };
}

/** The cut's name as far as it can be known before the server has chosen the cut. */
export function expectedCutName(fileName: string, { target, song }: Destination): string {
  if (target.kind !== 'song') return cutNameOf(fileName);
  const { title, alternate = null, isCertain = true } = song ?? readSongName(uploadNameOf(fileName));
  return isCertain ? cutNameOfSong({ title, alternate }) : cutNameOf(fileName);
}

/** A reading as it is sent to the server. */
export function toSongInName({
  title,
  alternate,
  label,
  note,
  part,
  isStem,
  isCertain,
}: SongName): SongInName {
  return {
    ...{ title, isStem, isCertain },
    ...(alternate !== null && { alternate }),
    ...(label !== null && { label }),
    ...(note !== null && { note }),
    ...(part !== null && { part }),
  };
}
