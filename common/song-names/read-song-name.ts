import { isCopyOf, isDateAndTime, longestFact } from './read-facts.ts';
import { channelOf, type Tag } from './read-tag.ts';
import { type Run, readTail } from './read-tail.ts';
import { withoutSoundExtension } from './sound-extensions.ts';
import { balanceBrackets, spaced, splitWords, tidyPart, type Word } from './split-words.ts';

/** The meaning of a file name. The title keeps its case; alternate and label are canonical, so they compare. */
export type SongName = {
  title: string;
  /** A mix other than the main one (`instrumental`); several are sorted and joined with `, `. */
  alternate: string | null;
  /** `v2`, `mix 6 master v2`. */
  label: string | null;
  /** Free words after an explicit version: `louder`. */
  note: string | null;
  /** The instrument or channel of a stem. */
  part: string | null;
  isStem: boolean;
  /** False if the only tag may as well belong to the title: a bare `02`, or a lone stage word. */
  isCertain: boolean;
};

/**
 * Reads `[track number] [date] title tag* note? channel? copy?`. `titleWords` are words or phrases that always belong to
 * the title.
 */
export function readSongName(fileName: string, titleWords: readonly string[] = []): SongName {
  const name = balanceBrackets(withoutSoundExtension(fileName.normalize('NFC')));
  const words = splitWords(name);
  const { titleEnd, tags, runs } = readTail(words, findPhrases(words, titleWords));
  const titleStart = countPrefix(words.slice(0, titleEnd));
  const title = name.slice(words[titleStart - 1]?.end ?? 0, words[titleEnd]?.start ?? name.length);
  const texts = runs.map((run) => ({ kind: run.kind, text: textOf(name, words, run) }));
  const textsOf = (kind: Run['kind']) => texts.filter((text) => text.kind === kind).map(({ text }) => text);
  const notes = textsOf('note');
  const moreTitle = [...textsOf('title'), ...notes.filter(isOfTitle).map((text) => `(${text})`)];
  return {
    title: withGuestsInParentheses([tidyPart(title) || 'Untitled', ...moreTitle].join(' ')),
    note: notes.filter((text) => !isOfTitle(text)).join(', ') || null,
    ...summarise(tags, textsOf('part')),
  };
}

function summarise(tags: readonly Tag[], parts: readonly string[]) {
  const labels = labelsOf(tags);
  // `latest mix 3` is `mix 3`.
  const telling = labels.filter(({ text }, at) => text !== 'latest' || at === labels.length - 1);
  const labelTexts = [...new Set(telling.map(({ text }) => text))];
  const alternates = tags.filter((tag) => tag.kind === 'alternate').map(({ text }) => text);
  const stems = tags.filter((tag) => tag.kind === 'stem');
  const stemParts = stems.flatMap(({ part }) => part ?? []);
  const isVague = labelTexts.length === 1 && telling[0]?.isVague === true;
  return {
    alternate: [...new Set(alternates)].sort().join(', ') || null,
    label: labelTexts.join(' ') || null,
    part: canonicalPart([...parts, ...stemParts].join(' ')) || null,
    isStem: stems.length > 0,
    isCertain: !isVague || alternates.length > 0 || stems.length > 0,
  };
}

type Label = { text: string; isVague: boolean };

/**
 * A version says more than the number of an alternate, or than `main`, which is left if it is the only tag that says
 * something: `Dune Main v2` is `v2`.
 */
function labelsOf(tags: readonly Tag[]): Label[] {
  const labels = tags.filter((tag) => tag.kind === 'label');
  const others = labels.filter(({ text }) => text !== 'main' && !isCount(text));
  if (others.length > 0) return others;
  const counts = tags.flatMap((tag) => {
    if (tag.kind === 'label') return isCount(tag.text) ? tag.text : [];
    return tag.kind === 'alternate' ? (tag.count ?? []) : [];
  });
  if (counts.length > 0) return counts.slice(-1).map((text) => ({ text, isVague: false }));
  return tags.every(({ kind }) => kind === 'label' || kind === 'fact') ? labels : [];
}

const isCount = (label: string) => /^[1-9]\d?$/.test(label);

function canonicalPart(part: string): string {
  return channelOf(part) ?? part.toLowerCase();
}

/** `(Kaito Remix)`, `live` and `feat. Ana` belong to the title, even after the version. */
function isOfTitle(note: string): boolean {
  return /^(?:feat|ft|featuring)[.\s]|(?:^|\s)(?:remix|live)$/i.test(note) && !/\bv\d/i.test(note);
}

/** `Dune ft. Ana` and `Dune (feat. Ana)` are one song. */
function withGuestsInParentheses(title: string): string {
  return title.replace(
    /(?<=[\p{L}\p{N})\]}] )(?:\((?:feat|ft)\.? ([^()[\]{}]+)\)|(?:feat|ft)\.? ([^()[\]{}]+?))(?=$| ?[([{])/iu,
    (_, inside?: string, outside?: string) => `(feat. ${inside ?? outside})`,
  );
}

/** A minus directly before its number belongs to a note: `v4 -2dB`. */
function textOf(name: string, words: readonly Word[], run: Run): string {
  const [first, last] = [words[run.start], words[run.end - 1]];
  if (!first || !last) return '';
  const hasMinus = /(?:^|[^\p{L}\d])-$/u.test(first.before) && /^\d/.test(first.text);
  return spaced(name.slice(first.start - (hasMinus ? 1 : 0), last.end));
}

/** The number of words at the beginning that are track numbers, dates and the marks of copies. At least one word is left to the title. */
function countPrefix(words: readonly Word[]): number {
  let start = 0;
  for (;;) {
    const length = prefixLength(words.slice(start, start + longestFact + 1));
    if (length === 0) return start;
    start += length;
  }
}

function prefixLength(words: readonly Word[]): number {
  for (let length = words.length - 1; length > 0; length--) {
    const isPlain = words.slice(0, length + 1).every(({ before }) => /^[\s_.\-–—]*$/.test(before));
    const prefix = words.slice(0, length);
    if (isPlain && (isDateAndTime(prefix) || isTrackNumber(prefix, words[length]) || isCopyOf(prefix)))
      return length;
  }
  return 0;
}

/** `03 Dune`, `3 - Dune` and `3. Dune`, but not `99 Problems`. */
function isTrackNumber([number, ...others]: readonly Word[], next: Word | undefined): boolean {
  if (!number || others.length > 0 || !/^\d{1,2}$/.test(number.text)) return false;
  return number.text.startsWith('0') || /^(?:[\s_]+[-–—]+[\s_]+|\.[\s_]*)$/.test(next?.before ?? '');
}

/** The indexes of the words that are part of a phrase. */
function findPhrases(words: readonly Word[], phrases: readonly string[]): Set<number> {
  const found = new Set<number>();
  for (const phrase of phrases) {
    const sought = splitWords(phrase.normalize('NFC')).map(({ folded }) => folded);
    for (const start of words.keys()) {
      if (sought.every((folded, offset) => words[start + offset]?.folded === folded)) {
        for (const offset of sought.keys()) found.add(start + offset);
      }
    }
  }
  return found;
}
