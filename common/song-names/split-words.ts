/** One word of a file name. */
export type Word = {
  text: string;
  /** The text without case. */
  folded: string;
  /** The separators between the word before it and this one. */
  before: string;
  /** No bracket, comma or spaced dash comes between the word before it and this one, so one tag may hold both. */
  isJoined: boolean;
  /** It is alone in parentheses, like the 1 of `Dune (1)`. */
  isInParentheses: boolean;
  start: number;
  end: number;
};

type Span = { start: number; end: number };

const closerOf: ReadonlyMap<string, string> = new Map([
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
  ['（', '）'],
  ['［', '］'],
  ['【', '】'],
]);
const closers: ReadonlySet<string> = new Set(closerOf.values());
const separator = /[\s_.,\-–—()[\]{}（）［］【】]/;
/** Between words that are apart: a bracket, a comma or a dash with spaces around it. */
const boundary = /[,()[\]{}（）［］【】]|[\s_][-–—]+[\s_]/;
const trimmable = /[\s_.\-–—,;:]/;
const digit = /\d/;

export function splitWords(name: string): Word[] {
  const spans = spansOf(name).flatMap((span) => splitTake(name, span));
  return spans.map((span, index) => wordAt(name, span, spans[index - 1]?.end ?? 0));
}

function wordAt(name: string, { start, end }: Span, previousEnd: number): Word {
  const text = name.slice(start, end);
  const before = name.slice(previousEnd, start);
  return {
    ...{ text, folded: text.toLowerCase(), before, start, end },
    isJoined: !boundary.test(before),
    isInParentheses: before.endsWith('(') && name[end] === ')',
  };
}

function spansOf(name: string): Span[] {
  const spans: Span[] = [];
  for (let at = 0; at < name.length; at++) {
    if (isSeparator(name, at)) continue;
    const start = at;
    while (at < name.length && !isSeparator(name, at)) at++;
    spans.push({ start, end: at });
  }
  return spans;
}

/** A dot or comma between digits (`v2.1`) separates nothing. */
function isSeparator(name: string, at: number): boolean {
  const character = name[at] ?? '';
  const isPoint = character === '.' || character === ',';
  if (isPoint && digit.test(name[at - 1] ?? '') && digit.test(name[at + 1] ?? '')) return false;
  return separator.test(character);
}

/** `AtTheBeach036D1` has no separators before its take: `AtTheBeach`, `036`, `D1`. */
function splitTake(name: string, { start, end }: Span): Span[] {
  const take = /(?<![\d.,])0\d\d(?=D\d{1,2}$)/i.exec(name.slice(start, end));
  if (!take) return [{ start, end }];
  const number = start + take.index;
  const cuts = [start, number, number + 3, end].filter((cut, index) => index !== 1 || cut > start);
  return cuts.slice(1).map((cut, index) => ({ start: cuts[index] ?? start, end: cut }));
}

/** The name with something else for each bracket that has no partner. */
export function balanceBrackets(name: string, substitute = ' '): string {
  const characters = name.split('');
  const open: number[] = [];
  for (const [at, character] of characters.entries()) {
    if (closerOf.has(character)) open.push(at);
    else if (!closers.has(character)) continue;
    else if (closerOf.get(characters[open.at(-1) ?? -1] ?? '') === character) open.pop();
    else characters[at] = substitute;
  }
  for (const at of open) characters[at] = substitute;
  return characters.join('');
}

/** Part of a name without separators around it. A comma replaces a bracket whose partner is not in the part. */
export function tidyPart(part: string): string {
  const text = balanceBrackets(part, ', ');
  let start = 0;
  let end = text.length;
  while (start < end && trimmable.test(text[start] ?? '')) start++;
  while (end > start && trimmable.test(text[end - 1] ?? '')) end--;
  return spaced(text.slice(start, end)).replaceAll(' ,', ',');
}

/** With single spaces. `_` is shown as a space where there is no other. */
export function spaced(text: string): string {
  return (/\s/.test(text) ? text : text.replaceAll('_', ' ')).replace(/\s+/g, ' ');
}
