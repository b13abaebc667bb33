import { extensionOf } from './file-name.ts';

const longestName = 200;

/** `v3`, `take 2`, `rough`, `final 1.2b`: words that tell versions of a song apart, most with a number. */
const number = String.raw`\d{1,4}(?:\.\d{1,3})?[a-z]?`;
const words =
  'ver|version|take|mix|bounce|master|premaster|draft|demo|rough|final|wip|copy|latest|export|render|rev';
const marks = [
  String.raw`v[\s_.-]?${number}`,
  String.raw`(?:${words})(?:[\s_.-]?${number})?`,
  String.raw`\d{4}[-_.]?\d{2}[-_.]?\d{2}`,
  String.raw`0\d{1,2}`,
  String.raw`\d{2,3}\s?(?:bit|khz|k|bpm)`,
].join('|');
/** A mark at the end with what separates it from the name, or a number in brackets as systems add for copies. */
const lastMark = new RegExp(
  String.raw`(?:[\s_.\-–—]+(?:${marks})|[\s_.\-–—]*[([{](?:${marks}|\d{1,3})[)\]}])$`,
  'iu',
);

/** What follows an explicit version is about that version: `v4 louder`, `v2 (Ben's ears)`. */
const versionAndRest = new RegExp(String.raw`[\s_.\-–—]+v${number}(?=[\s_.\-–—([{]).*$`, 'iu');

/** A file's name as a cut's: without its extension, NFC, at most 200 characters. */
export function cutNameOf(fileName: string): string {
  const name = shorten(
    fileName.slice(0, fileName.length - extensionOf(fileName).length).normalize('NFC'),
    longestName,
  );
  return name === '' ? 'Untitled' : name;
}

/** A file's name as the server takes it: NFC, shortened before its extension. */
export function uploadNameOf(fileName: string): string {
  const extension = extensionOf(fileName).normalize('NFC');
  return `${shorten(cutNameOf(fileName), longestName - extension.length)}${extension}`;
}

/**
 * The song a bounce belongs to: its name up to its version (`Sunset Groove v4 louder` → `Sunset Groove`) and without
 * the marks at its end (`Sunset Groove rough 3` → `Sunset Groove`).
 * A name that is nothing but marks stays as it is.
 */
export function songNameOf(fileName: string): string {
  const name = cutNameOf(fileName);
  const unversioned = name.replace(versionAndRest, '');
  let song = unversioned === '' ? name : unversioned;
  for (;;) {
    const shorter = song.replace(lastMark, '');
    if (shorter === song || shorter === '') return song;
    song = shorter;
  }
}

/** Other names (folders) as a vibe's. */
export function vibeNameOf(name: string): string {
  const trimmed = shorten(name.normalize('NFC'), longestName);
  return trimmed === '' ? 'Untitled' : trimmed;
}

/** Counts as the server does, in UTF-16 units, but never cuts a character in two. */
function shorten(name: string, limit: number): string {
  let kept = '';
  for (const { segment } of new Intl.Segmenter().segment(name.trim())) {
    if (kept.length + segment.length > limit) break;
    kept += segment;
  }
  return kept.trim();
}
