/** A time that a text names, such as `1:04` or `1:04–1:20`, from `start` to before `end`, with its song if it has one. */
export type MomentInText = {
  start: number;
  end: number;
  /** Seconds. */
  from: number;
  /** Seconds; null if it is no range. */
  to: number | null;
  /** As in `Sunset Groove v3 @ 1:04`; `version` is what follows the title, as it is written. */
  song: { title: string; version: string | null } | null;
};

const time = String.raw`(?:\d{1,2}:[0-5]\d|\d{1,3}):[0-5]\d(?:[.,]\d{1,3})?`;
const times = new RegExp(
  String.raw`(?<![\p{L}\p{N}:.,/_-])(${time})(?:\s?[–-]\s?(${time}))?(?![\p{L}\p{N}_/:]|[.,:]\d)`,
  'gu',
);

const partOfWord = /[\p{L}\p{N}_]/u;
const longestVersion = 60;

/** The moments that a text names, in their order. `titles`: the songs that it may name before them. */
export function findMoments(text: string, titles: readonly string[]): MomentInText[] {
  const matches = [...text.matchAll(times)];
  // A project may have hundreds of songs, and few comments name a time.
  if (matches.length === 0) return [];
  const longestFirst = titles.filter((title) => title !== '').sort((one, other) => other.length - one.length);
  let last = 0;
  return matches.map((match) => {
    const [whole, first = '', second] = match;
    const song = findSong(text.slice(last, match.index), longestFirst);
    const start = song ? last + song.start : match.index;
    last = match.index + whole.length;
    const from = secondsOf(first);
    const until = second === undefined ? null : secondsOf(second);
    return {
      ...{ start, end: last, from },
      to: until !== null && until >= from ? until : null,
      song: song && { title: song.title, version: song.version },
    };
  });
}

/** The song whose name ends the text before `@` or `—`. */
function findSong(before: string, titles: readonly string[]) {
  const at = /\s*[@—]\s*$/.exec(before);
  if (!at) return null;
  const name = before.slice(0, at.index);
  const lower = name.toLowerCase();
  for (const title of titles) {
    const start = lower.lastIndexOf(title.toLowerCase());
    if (start < 0 || partOfWord.test(name[start - 1] ?? '')) continue;
    const rest = name.slice(start + title.length);
    if (rest.length > longestVersion || /[\n@—]/.test(rest) || (rest !== '' && !/^\s/.test(rest))) continue;
    return { start, title, version: rest.trim() || null };
  }
  return null;
}

function secondsOf(text: string): number {
  const parts = text.replace(',', '.').split(':').map(Number);
  return parts.reduce((total, part) => total * 60 + part, 0);
}
