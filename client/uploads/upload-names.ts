import { longestName, shorten } from '../../common/song-names/shorten.ts';
import { extensionOf } from './file-name.ts';

/** The name of a cut that is called like a file: without extension, NFC, at most 200 characters. */
export function cutNameOf(fileName: string): string {
  return (
    shorten(fileName.slice(0, fileName.length - extensionOf(fileName).length).normalize('NFC')) || 'Untitled'
  );
}

/** A file's name as the server accepts it: NFC, shortened before the extension. */
export function uploadNameOf(fileName: string): string {
  const extension = extensionOf(fileName).normalize('NFC');
  return `${shorten(cutNameOf(fileName), longestName - extension.length)}${extension}`;
}

/** The name of a vibe made from another name, such as a folder's. */
export function vibeNameOf(name: string): string {
  return shorten(name.normalize('NFC')) || 'Untitled';
}
