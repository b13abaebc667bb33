import type { Word } from './split-words.ts';

/** The longest fact but one, in words: a date with a time of day. */
export const longestFact = 6;

/** Dates, tempo, key, format and the marks of copies: facts about a file that change nothing about its song. */
export function isFact(words: readonly Word[]): boolean {
  if (isConflictedCopy(words)) return true;
  if (words.length > longestFact) return false;
  return (
    isDateAndTime(words) ||
    isFormat(words) ||
    isCopy(words) ||
    isTempo(words) ||
    isKey(words) ||
    isTempoAndKey(words)
  );
}

/** A date, alone or with a time of day after it. */
export function isDateAndTime(words: readonly Word[]): boolean {
  if (isDate(words)) return true;
  return words.some((_, at) => at > 0 && isDate(words.slice(0, at)) && isTime(words.slice(at)));
}

const dateJoins: ReadonlySet<string> = new Set(['-', '_', '.']);

function isDate(words: readonly Word[]): boolean {
  if (words.length > 3 || words.slice(1).some(({ before }) => !dateJoins.has(before))) return false;
  const text = words.map(({ text }) => text.replaceAll('.', '-')).join('-');
  const parts = /^(\d{4})-?(\d\d)-?(\d\d)$/.exec(text) ?? /^(\d\d)(\d\d)(\d\d)$/.exec(text);
  if (parts) return isMonthAndDay(parts[2], parts[3]);
  const [first, second, third] = text.split('-');
  if (/^\d\d-\d\d-(?:\d\d|20\d\d)$/.test(text)) {
    return isMonthAndDay(first, second) || isMonthAndDay(second, first) || isMonthAndDay(second, third);
  }
  const isShort = /^\d\d-\d\d$/.test(text) && words[1]?.before !== '_';
  return isShort && (isMonthAndDay(first, second) || isMonthAndDay(second, first));
}

function isMonthAndDay(month = '', day = ''): boolean {
  return /^(?:0[1-9]|1[0-2])$/.test(month) && /^(?:0[1-9]|[12]\d|3[01])$/.test(day);
}

/** `14.32`, `143210`, and as macOS writes it: `at 2.32.10 PM`. */
function isTime([first, ...others]: readonly Word[]): boolean {
  if (first?.folded !== 'at') return first !== undefined && isClock([first, ...others]);
  return others.some((_, at) => isClock(others.slice(0, at + 1)) && isHalfOfDay(others.slice(at + 1)));
}

function isHalfOfDay(words: readonly Word[]): boolean {
  return words.length === 0 || /^[ap]m$/.test(phraseOf(words));
}

function isClock(words: readonly Word[]): boolean {
  if (words.slice(1).some(({ before }) => before !== '-' && before !== '.')) return false;
  const text = words.map(({ folded }) => folded).join('-');
  return /^(?:[01]\d|2[0-3]|\d(?=[-:.h]))[-:.h]?[0-5]\d(?:[-:.]?[0-5]\d)?$/.test(text);
}

function isTempo(words: readonly Word[]): boolean {
  return /^(?:\d{2,3}(?:\.\d{1,2})? ?bpm|bpm ?\d{2,3})$/.test(phraseOf(words));
}

const accidental = '[#b♯♭]';
const keyAlone = new RegExp(`^[A-G](?:${accidental}|${accidental}?(?:m|min|maj|minor|major))$`);
const keyInWords = new RegExp(`^[A-G]${accidental}? (?:min|maj|minor|major)$`, 'i');

function looksLikeKey(words: readonly Word[]): boolean {
  return words.length === 1 ? keyAlone.test(words[0]?.text ?? '') : keyInWords.test(phraseOf(words));
}

/** Without a tempo, only a separator distinguishes a key from a word: `Dune - Am`, but `I Am`. */
function isKey(words: readonly Word[]): boolean {
  return looksLikeKey(words) && /[-–—_]/.test(words[0]?.before ?? '');
}

function isTempoAndKey(words: readonly Word[]): boolean {
  if (words.slice(1).some(({ before }) => before.includes(','))) return false;
  return words.some((_, at) => {
    const [left, right] = [words.slice(0, at), words.slice(at)];
    return (looksLikeTempo(left) && looksLikeKey(right)) || (looksLikeKey(left) && looksLikeTempo(right));
  });
}

/** Beside a key, a bare number is a tempo too. */
function looksLikeTempo(words: readonly Word[]): boolean {
  const [word] = words;
  const isNumber = words.length === 1 && /^[1-9]\d{1,2}(?:\.\d{1,2})?$/.test(word?.text ?? '');
  return isTempo(words) || (isNumber && Number(word?.text) >= 40 && Number(word?.text) <= 250);
}

function isFormat(words: readonly Word[]): boolean {
  return /^(?:(?:8|16|20|24|32) ?bit(?: float)?|\d{2,3}(?:\.\d)? ?(?:k|khz|kbps)|\d{1,2}(?:\.\d)? ?(?:lufs|lkfs|dbtp)|wave?|mp3|aiff?|flac|m4a)$/.test(
    phraseOf(words),
  );
}

const copyWords: ReadonlySet<string> = new Set(['copy', 'kopie', 'copie', 'copia', 'コピー']);

/** `(Ben's conflicted copy 2026-03-01)`, as services write it that sync folders. */
function isConflictedCopy([first, ...others]: readonly Word[]): boolean {
  if (!first?.before.endsWith('(') || others.some(({ before }) => /[()[\]{}]/.test(before))) return false;
  const words = [first, ...others];
  const at = words.findIndex((word, at) => word.folded === 'copy' && words[at - 1]?.folded === 'conflicted');
  return at > 0 && (at === words.length - 1 || isDateAndTime(words.slice(at + 1)));
}

/** `(1)`, `- Copy`, `copy 2`: as systems write them, so that `Carbon Copy` is a title. */
function isCopy(words: readonly Word[]): boolean {
  const [first, number] = words;
  if (!first || words.length > 2) return false;
  if (words.length === 1 && first.isInParentheses && /^\d{1,3}$/.test(first.text)) return true;
  const isCopyWord =
    first.text === 'copy' || (copyWords.has(first.folded) && /[-–—][\s_]$/.test(first.before));
  return isCopyWord && (number === undefined || (number.isJoined && /^\d{1,3}$/.test(number.text)));
}

/** `Copy of`, as Google Drive writes it before the name. */
export function isCopyOf(words: readonly Word[]): boolean {
  return (
    /^(?:Copy of|Kopie von|Copie de|Copia de)$/.test(words.map(({ text }) => text).join(' ')) &&
    /^[\s_]+$/.test(words[1]?.before ?? '')
  );
}

/** Words that one tag may hold, with single spaces and without case; '' for words that are apart. */
export function phraseOf(words: readonly Word[]): string {
  return words.slice(1).every(({ isJoined }) => isJoined) ? words.map(({ folded }) => folded).join(' ') : '';
}
