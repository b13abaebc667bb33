import { extensionOf } from './file-name.ts';

const longestName = 200;

/** `v3`, `take 2`, `rough`, `final 1.2b`: words that distinguish versions of a song, most with a number. */
const number = String.raw`\d{1,4}(?:\.\d{1,3})?[a-z]?`;
const words =
  'ver|version|take|mix|bounce|master|premaster|draft|demo|rough|final|wip|copy|latest|export|render|rev';
const versionLabels = [
  String.raw`v[\s_.-]?${number}`,
  String.raw`(?:${words})(?:[\s_.-]?${number})?`,
  String.raw`\d{4}[-_.]?\d{2}[-_.]?\d{2}`,
  String.raw`0\d{1,2}`,
  String.raw`\d{2,3}\s?(?:bit|khz|k|bpm)`,
].join('|');
/** A label at the end with its separator, or a number in brackets, which systems add to copies. */
const lastLabel = new RegExp(
  String.raw`(?:[\s_.\-–—]+(?:${versionLabels})|[\s_.\-–—]*[([{](?:${versionLabels}|\d{1,3})[)\]}])$`,
  'iu',
);

/** Whatever follows an explicit version describes that version: `v4 louder`, `v2 (Ben's ears)`. */
const versionAndRest = new RegExp(String.raw`[\s_.\-–—]+v${number}(?=[\s_.\-–—([{]).*$`, 'iu');

/** The name of a cut made from a file: without extension, NFC, at most 200 characters. */
export function cutNameOf(fileName: string): string {
  const name = shorten(
    fileName.slice(0, fileName.length - extensionOf(fileName).length).normalize('NFC'),
    longestName,
  );
  return name === '' ? 'Untitled' : name;
}

/** A file's name as the server accepts it: NFC, shortened before the extension. */
export function uploadNameOf(fileName: string): string {
  const extension = extensionOf(fileName).normalize('NFC');
  return `${shorten(cutNameOf(fileName), longestName - extension.length)}${extension}`;
}

/**
 * The song a bounce belongs to: its name up to its version (`Sunset Groove v4 louder` → `Sunset Groove`) and without
 * the labels at its end (`Sunset Groove rough 3` → `Sunset Groove`). A name that consists only of labels is kept.
 */
export function songNameOf(fileName: string): string {
  const name = cutNameOf(fileName);
  const unversioned = name.replace(versionAndRest, '');
  let song = unversioned === '' ? name : unversioned;
  for (;;) {
    const shorter = song.replace(lastLabel, '');
    if (shorter === song || shorter === '') return song;
    song = shorter;
  }
}

/** The name of a vibe made from another name, such as a folder's. */
export function vibeNameOf(name: string): string {
  const trimmed = shorten(name.normalize('NFC'), longestName);
  return trimmed === '' ? 'Untitled' : trimmed;
}

/** Counts UTF-16 units, as the server does, but never splits a character. */
function shorten(name: string, limit: number): string {
  let kept = '';
  for (const { segment } of new Intl.Segmenter().segment(name.trim())) {
    if (kept.length + segment.length > limit) break;
    kept += segment;
  }
  return kept.trim();
}
