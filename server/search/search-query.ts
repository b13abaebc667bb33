/** As the index's tokenizer (unicode61) has it: letters, digits and private use, with the accents that follow them. */
const tokenPattern = /[\p{L}\p{N}\p{Co}](?:[\p{L}\p{N}\p{Co}]|[\u0300-\u0331])*/gu;

/** The cost of a query grows with its words, so a pasted lyric is searched by its first ones. */
const maximumTokens = 8;

/** The words that a person typed. `isBegun`: the last token may be the beginning of a word. */
export type SearchQuery = { phrases: string[][]; tokens: string[]; isBegun: boolean };

/**
 * Reads what a person types: words apart from each other, and phrases of what punctuation joins (`mix_v3.wav`).
 * A repeated word counts once, and what follows the eighth word is ignored. Null when there is no word in it.
 */
export function readQuery(typed: string): SearchQuery | null {
  const phrases: string[][] = [];
  const seen = new Set<string>();
  let room = maximumTokens;
  let isBegun = true;
  for (const part of typed.split(/[\s\p{Cc}"]+/u)) {
    const all = part.match(tokenPattern);
    if (!all) continue;
    if (room === 0) {
      isBegun = false;
      break;
    }
    const phrase = all.slice(0, room);
    const key = phrase.map(fold).join(' ');
    // A word that is there in full also begins with itself.
    isBegun = phrase.length === all.length && !seen.has(key);
    if (seen.has(key)) continue;
    seen.add(key);
    phrases.push(phrase);
    room -= phrase.length;
  }
  return phrases.length === 0 ? null : { phrases, tokens: phrases.flat(), isBegun };
}

/** The query as an FTS5 expression: all phrases must match. Everything is quoted, so nothing is an operator. */
export function matchExpression({ phrases, isBegun }: SearchQuery): string {
  return phrases.map((phrase) => `"${phrase.join(' ')}"`).join(' ') + (isBegun ? ' *' : '');
}

/** A token without case and accents, as the index compares it. */
export function fold(token: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: most words are ASCII, and have nothing to normalise.
  if (/^[\u0000-\u007f]*$/.test(token)) return token.toLowerCase();
  return token
    .normalize('NFD')
    .replaceAll(/[\u0300-\u0331]/g, '')
    .toLowerCase();
}

/** The tokens of a text, folded, each with where it begins. */
export function* tokensOf(text: string): Generator<{ token: string; start: number }> {
  for (const match of text.matchAll(tokenPattern)) yield { token: fold(match[0]), start: match.index };
}
