import type { DropTarget } from '../../protocol/ipc/channels.ts';
import type { UploadTarget } from '../../protocol/wire/upload.ts';
import { clientText } from '../text.ts';
import { isBounceName, pictureExtensions } from './bounce-names.ts';
import { extensionOf } from './file-name.ts';
import { cutNameOf, songNameOf } from './song-name.ts';

/** Whether a file of that name may be dropped there: sound and stems anywhere, pictures only on a cut. */
export function isSupported(fileName: string, target: DropTarget): boolean {
  const isPicture = pictureExtensions.has(extensionOf(fileName).toLowerCase());
  return isBounceName(fileName) || (target.kind === 'cut' && isPicture);
}

/** Why a file of that name is not supported, in a sentence. */
export function explainRefusal(fileName: string): string {
  const extension = extensionOf(fileName);
  if (pictureExtensions.has(extension.toLowerCase())) return clientText.picturesGoOnCuts;
  return clientText.unsupportedFile(extension);
}

/** Where a dropped file goes. On a cut it becomes a new version of that cut. */
export function uploadTargetFor(target: DropTarget, fileName: string, cutId: string): UploadTarget {
  if (target.kind === 'cut') return { kind: 'cut', cutId: target.cutId };
  const vibe = target.kind === 'vibe' ? { id: target.vibeId } : { name: songNameOf(fileName) };
  return { kind: 'new-cut', projectId: target.projectId, cutId, cutName: cutNameOf(fileName), vibe };
}
