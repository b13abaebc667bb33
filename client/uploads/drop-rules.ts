import { readSongName, type SongName } from '../../common/song-names/read-song-name.ts';
import type { DropTarget } from '../../protocol/ipc/channels.ts';
import { clientText } from '../text.ts';
import { isBounceName, pictureExtensions } from './bounce-names.ts';
import { extensionOf } from './file-name.ts';
import { type Destination, songDestination, toSongInName } from './song-target.ts';
import { uploadNameOf } from './upload-names.ts';

/** Whether a file of that name may be dropped there: sound and stems anywhere, pictures only on a cut. */
export function isSupported(fileName: string, target: DropTarget): boolean {
  const isPicture = pictureExtensions.has(extensionOf(fileName).toLowerCase());
  return isBounceName(fileName) || (target.kind === 'cut' && isPicture);
}

/** Why a file of that name is not supported, in a sentence. */
export function explainRefusal(fileName: string): string {
  const extension = extensionOf(fileName);
  if (pictureExtensions.has(extension.toLowerCase())) return clientText.picturesGoOnSongs;
  return clientText.unsupportedFile(extension);
}

/**
 * Where a dropped file goes: on a cut it is a new version of that cut, anywhere else of the cut of its song. `stem`: its
 * reading, if it is a stem because of the files it was dropped with.
 */
export function dropDestination(
  target: DropTarget,
  fileName: string,
  cutId: string,
  stem: SongName | null = null,
): Destination {
  if (target.kind === 'cut')
    return { target: { kind: 'cut', cutId: target.cutId }, song: stem && toSongInName(stem) };
  const { projectId } = target;
  const place = { projectId, cutId, ...(target.kind === 'vibe' && { vibe: { id: target.vibeId } }) };
  return songDestination(place, fileName, stem ?? readSongName(uploadNameOf(fileName)));
}
