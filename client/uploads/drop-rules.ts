import type { DropTarget } from '../../protocol/ipc/channels.ts';
import type { UploadTarget } from '../../protocol/wire/upload.ts';
import { isBounceName, pictureExtensions } from './bounce-names.ts';
import { extensionOf } from './file-name.ts';
import { cutNameOf, songNameOf } from './song-name.ts';

/** Whether a file of that name may be dropped there: sound and stems anywhere, pictures on a cut. */
export function isSupported(fileName: string, target: DropTarget): boolean {
  const isPicture = pictureExtensions.has(extensionOf(fileName).toLowerCase());
  return isBounceName(fileName) || (target.kind === 'cut' && isPicture);
}

/** Why a file that is not welcome isn't, in a sentence. */
export function explainRefusal(fileName: string): string {
  const extension = extensionOf(fileName);
  if (pictureExtensions.has(extension.toLowerCase())) return 'Pictures go onto a cut.';
  return `${extension === '' ? 'This kind of file' : extension} is no audio. WAV, AIFF, FLAC, MP3, M4A, OGG, Opus and ZIP are taken.`;
}

/** Where a dropped file goes. On a cut it is a new version of that cut. */
export function uploadTargetFor(target: DropTarget, fileName: string, cutId: string): UploadTarget {
  if (target.kind === 'cut') return { kind: 'cut', cutId: target.cutId };
  const vibe = target.kind === 'vibe' ? { id: target.vibeId } : { name: songNameOf(fileName) };
  return { kind: 'new-cut', projectId: target.projectId, cutId, cutName: cutNameOf(fileName), vibe };
}
