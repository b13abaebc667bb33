import { soundExtensions } from '../../common/song-names/sound-extensions.ts';
import { extensionOf } from './file-name.ts';

/** Pictures may be dropped on a cut; a bounce folder never uploads them. */
export const pictureExtensions: ReadonlySet<string> = new Set(['.png', '.jpg', '.jpeg', '.webp', '.gif']);

/** Names that programs give to unfinished files. */
const temporaryName = /^~|\.(?:tmp|temp|part|partial|crdownload|download|filepart|opdownload)(?:\.|$)/i;

/**
 * Whether a file of this name in a bound folder is a bounce. Only known sound formats are, so sidecars (`.asd`,
 * `.reapeaks`, `.gpk`, `.peak`, `.ovw`, `.pkf`, `.wfm`, …) are not.
 */
export function isBounceName(name: string): boolean {
  return (
    soundExtensions.has(extensionOf(name).toLowerCase()) && !isHiddenName(name) && !temporaryName.test(name)
  );
}

/** Hidden on Linux and macOS, and what macOS leaves beside each file on foreign volumes (`._name`). */
export function isHiddenName(name: string): boolean {
  return name.startsWith('.');
}
